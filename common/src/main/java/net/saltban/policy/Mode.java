package net.saltban.policy;

/** Whether bans are carried out. */
public enum Mode {
    /**
     * Bans are proposed and nothing is pushed. Budget and brake do not hold bans: the act that leaves this mode names their
     * number.
     */
    OBSERVE,
    /** Bans are pushed; budget and brake hold. */
    ENFORCE
}
