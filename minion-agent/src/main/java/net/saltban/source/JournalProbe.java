package net.saltban.source;

/** What the search for logs asks of a journal. */
public interface JournalProbe {
    /** Which journal. */
    LogName journal();

    /** Whether this machine has what it takes to read it; costs next to nothing. */
    boolean isPossible();

    /** Looks into it; starts a program. */
    Result look();

    /**
     * What was found.
     *
     * @param holdsSshd whether it holds messages of sshd or dropbear that can be read and are vouched for
     * @param outcome that, for people
     */
    record Result(boolean holdsSshd, String outcome) {}
}
