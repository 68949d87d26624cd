package net.saltban.sshd;

import java.util.Locale;

/** What one message tells of the address in it, taken alone. */
enum Says {
    /** The peer failed to authenticate. */
    FAILURE,
    /** The peer was admitted. */
    SUCCESS,
    /** The peer came without trying to authenticate. */
    PROBE,
    /** Nothing for or against anybody. */
    OTHER;

    /** The word that {@code explain --format tsv} prints. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
