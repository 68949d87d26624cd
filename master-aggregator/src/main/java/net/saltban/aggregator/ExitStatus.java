package net.saltban.aggregator;

/** How a run ended, for the shell; the numbers of sysexits(3). */
public enum ExitStatus {
    /** Done. */
    DONE(0),
    /** The command line is wrong. */
    USAGE(64),
    /** An input is damaged or refused. */
    DATA(65),
    /** An input is not there. */
    NO_INPUT(66),
    /** salt-api cannot be reached or does not answer. */
    UNAVAILABLE(69),
    /** A defect of ours. */
    DEFECT(70),
    /** Reading or writing failed. */
    IO(74),
    /** Some minions failed and the rest went well; or another run holds the lock. */
    PARTIAL(75),
    /** A permission is missing. */
    PERMISSION(77),
    /** The configuration has problems. */
    CONFIGURATION(78);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
