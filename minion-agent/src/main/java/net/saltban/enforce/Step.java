package net.saltban.enforce;

/**
 * The steps of an apply, in the order that must not change: the process may end between any two, and the next apply finds what
 * is missing. The kernel comes first, so that the ban file that is held never claims more than was in force; the record comes
 * last, so that it never claims a ban file that is not there.
 */
enum Step {
    /** The new ban file and protected list are complete and sound. */
    ACQUIRED,
    /** The guard has said what it keeps out. */
    GUARDED,
    /** The kernel has carried out the transaction. */
    LOADED,
    /** What is in force was read back, and is what it should be. */
    READ_BACK,
    /** The protected list is written. */
    PROTECTED_WRITTEN,
    /** The ban file is written. */
    BAN_FILE_WRITTEN,
    /** The record is written. */
    RECORDED;

    /** Hears of each step as it is done. */
    interface Listener {
        void done(Step step);
    }
}
