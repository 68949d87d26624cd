package net.saltban.agent;

/** How the program ends, by the numbers of sysexits(3); docs/ref/exit-statuses.md says what to do about each. */
public enum ExitStatus {
    /** Done. */
    OK(0),
    /** The command line is wrong. */
    USAGE(64),
    /** An input is damaged or refused. */
    DATA(65),
    /** An input is not there. */
    NO_INPUT(66),
    /** A defect of ours. */
    DEFECT(70),
    /** Reading or writing failed. */
    IO(74),
    /** Try again: another run holds the lock, or files are needed first. */
    TRY_AGAIN(75),
    /** Permission is missing. */
    PERMISSION(77),
    /** The configuration has problems. */
    CONFIGURATION(78);

    private final int number;

    ExitStatus(int number) {
        this.number = number;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }
}
