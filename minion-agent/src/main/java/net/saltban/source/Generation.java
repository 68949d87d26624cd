package net.saltban.source;

import java.io.IOException;

/**
 * One file in the succession of files that a log consists of, and how far it has been read.
 *
 * @param identity where it lay when it was last seen
 * @param head its first bytes
 * @param position bytes of its (uncompressed) content that have been read as whole lines
 * @param inLongLine whether the position lies within a line that is passed over
 * @param state whether more may come of it
 */
record Generation(FileIdentity identity, Fingerprint head, long position, boolean inLongLine, State state) {
    /** Whether more may come of a generation. */
    enum State {
        /** Not read to its end yet. */
        OPEN(0),
        /** Read to its end, but its writer may still have it open. */
        AT_END(1),
        /** Read, and it cannot grow any more; it is kept so that it is never read again. */
        DONE(2);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** Its number in the checkpoint. */
        int code() {
            return code;
        }

        static State ofCode(int code) throws IOException {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new IOException("checkpoint with the state " + code);
        }
    }

    Generation {
        if (position < 0) {
            throw new IllegalArgumentException("position is negative");
        }
    }

    /** One that nothing has been read of. */
    static Generation unread(FileIdentity identity, LogHead head) {
        return new Generation(identity, head.fingerprint(), 0, false, State.OPEN);
    }

    Generation with(State newState) {
        return new Generation(identity, head, position, inLongLine, newState);
    }

    Generation at(long newPosition, boolean newInLongLine) {
        return new Generation(identity, head, newPosition, newInLongLine, State.OPEN);
    }

    /** The same content, seen in a file of this identity that begins so; the longer head knows it better. */
    Generation seenAs(FileIdentity newIdentity, LogHead newHead) {
        Fingerprint longer = newHead.length() > head.length() ? newHead.fingerprint() : head;
        return new Generation(newIdentity, longer, position, inLongLine, state);
    }

    /** Whether a file is this generation: by its first bytes, or by inode while nothing is known of its content. */
    boolean isIn(FileIdentity fileIdentity, LogHead fileHead) {
        return head.length() == 0 ? identity.equals(fileIdentity) : head.fits(fileHead);
    }
}
