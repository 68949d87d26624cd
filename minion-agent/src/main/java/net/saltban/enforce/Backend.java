package net.saltban.enforce;

import net.saltban.banfile.BanList;

/** Something that refuses the connections of a list's prefixes. What it holds is its own; it touches nothing of others. */
interface Backend {
    /** Which one it is. */
    BackendName name();

    /** Names how it refuses; where that has changed, only {@link #replace} brings the new way into force. */
    String form();

    /**
     * What is in force now.
     *
     * @param expected what should be; a back-end that cannot read everything back samples this
     */
    Reading read(BanList expected) throws BackendException;

    /** Brings exactly this list into force, whatever is there; at no moment is less in force than in both states. */
    void replace(BanList list) throws BackendException;

    /**
     * Brings a list into force in place of another one, at a cost in proportion to the difference.
     *
     * @param from what is thought to be in force
     * @return false if that is not what is in force; then nothing was changed and {@link #replace} is needed
     */
    boolean change(BanList from, BanList to) throws BackendException;

    /** Refuses nothing any more. */
    void clear() throws BackendException;
}
