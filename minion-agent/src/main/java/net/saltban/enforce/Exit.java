package net.saltban.enforce;

/** How a command ends; the numbers of sysexits(3), a part of those in docs/ref/exit-statuses.md. */
enum Exit {
    /** Done. */
    OK(0),
    /** The command line is wrong. */
    USAGE(64),
    /** An input is refused. */
    DATA(65),
    /** Reading, writing or the back-end failed. */
    IO(74),
    /** Try again: another run holds the lock, or files are needed first. */
    TRY_AGAIN(75),
    /** A permission is missing. */
    PERMISSION(77);

    private final int number;

    Exit(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
