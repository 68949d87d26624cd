package net.saltban.evidence;

import net.saltban.address.Prefix;
import net.saltban.policy.Act;

/** The texts that say how a ban ended. */
final class EndedBy {
    static final String RAN_OUT = "ran out";

    private EndedBy() {}

    static String replacedBy(Prefix prefix) {
        return "replaced by " + prefix;
    }

    static String unbannedBy(Act act) {
        return "unbanned by " + by(act);
    }

    static String retractedBy(Act act) {
        return "retracted by " + by(act);
    }

    private static String by(Act act) {
        return act.why().isEmpty() ? act.who() : act.who() + ": " + act.why();
    }
}
