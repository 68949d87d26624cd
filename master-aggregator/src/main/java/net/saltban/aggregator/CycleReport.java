package net.saltban.aggregator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.evidence.Changes;
import net.saltban.policy.Alarm;
import net.saltban.policy.Ban;
import net.saltban.policy.HeldBan;
import net.saltban.policy.PolicyOutcome;

/** What a cycle did; filled while it runs. */
final class CycleReport {
    private PullReport pull = new PullReport();
    private DeliveryReport delivery = DeliveryReport.nothing();
    private final List<Ban> added = new ArrayList<>();
    private final List<Ban> ended = new ArrayList<>();
    private final List<HeldBan> held = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private Optional<PolicyOutcome.Brake> brake = Optional.empty();

    void pulled(PullReport report) {
        pull = report;
    }

    void decided(PolicyOutcome outcome, Changes changes) {
        added.addAll(changes.added());
        ended.addAll(changes.ended());
        held.addAll(changes.held());
        alarms.addAll(changes.raised());
        brake = outcome.brake().or(() -> brake);
    }

    void delivered(DeliveryReport report) {
        delivery = report;
    }

    PullReport pull() {
        return pull;
    }

    DeliveryReport delivery() {
        return delivery;
    }

    /** New bans; proposals in the mode observe. */
    List<Ban> added() {
        return added;
    }

    /** Bans that ran out or gave way to a wider one. */
    List<Ban> ended() {
        return ended;
    }

    /** Bans that newly wait for an operator. */
    List<HeldBan> held() {
        return held;
    }

    /** Logins that an operator must look at. */
    List<Alarm> alarms() {
        return alarms;
    }

    /** Why all bans of this cycle are held, if they are. */
    Optional<PolicyOutcome.Brake> brake() {
        return brake;
    }

    /** Whether every minion was heard and holds the list. */
    boolean isComplete() {
        return delivery.isComplete()
                && pull.outcomes().values().stream()
                        .allMatch(outcome -> outcome.result() == net.saltban.evidence.ExchangeOutcome.Result.OK);
    }
}
