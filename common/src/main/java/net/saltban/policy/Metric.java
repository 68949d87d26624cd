package net.saltban.policy;

/** What a rule counts. */
public enum Metric {
    /** Attempts that failed. */
    FAILURES("failures"),
    /** Attempts that failed as root. */
    ROOT_FAILURES("root failures"),
    /**
     * Different names that sshd called invalid. Only names that the findings spell out count (16 in each), so this is a
     * lower bound.
     */
    INVALID_USERS("invalid users"),
    /** Connections that never tried to authenticate. */
    PROBES("probes");

    private final String words;

    Metric(String words) {
        this.words = words;
    }

    /** The plural, for messages. */
    public String words() {
        return words;
    }
}
