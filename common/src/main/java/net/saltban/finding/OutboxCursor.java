package net.saltban.finding;

import java.util.Optional;

/**
 * A reader's position in an outbox; text {@code EPOCH:SEQ}.
 *
 * @param epoch the outbox
 * @param seq number of the last finding read; 0 before the first
 */
public record OutboxCursor(String epoch, long seq) {
    /** Refuses what has not the form of an epoch, and negative numbers. */
    public OutboxCursor {
        if (!Epoch.isValid(epoch) || seq < 0) {
            throw new IllegalArgumentException("a cursor is 16 hexadecimal digits, ':' and a number from 0");
        }
    }

    /** Reads {@code EPOCH:SEQ}; empty if it is none. */
    public static Optional<OutboxCursor> tryParse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() - colon > 20) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OutboxCursor(text.substring(0, colon), Long.parseLong(text.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return epoch + ":" + seq;
    }
}
