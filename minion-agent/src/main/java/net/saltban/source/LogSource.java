package net.saltban.source;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.finding.Trust;

/**
 * A log that is read on from a checkpoint, each line once. Between two calls of {@link #read} the checkpoint says exactly
 * what has been handed out, so that both can be kept in one step. Not safe for threads.
 */
public interface LogSource extends AutoCloseable {
    /** What the log is called in configuration, documents and messages, as {@link LogName}. */
    String name();

    /** Who vouches for its messages. */
    Trust trust();

    /**
     * Hands out the next lines or messages, some 100 KiB of them at most.
     *
     * @return false if all that was there when this pass began has been handed out
     * @throws IOException if the log cannot be read; the message names the file where that is not the log itself, and the
     *     checkpoint stays where it was
     */
    boolean read(LogConsumer consumer) throws IOException;

    /** What has been handed out, to go on from later; empty while nothing is known of the log, not even that it is missing. */
    Optional<byte[]> checkpoint();

    /** Stretches found to be lost since the last call, for people. */
    List<String> takeGaps();

    /** Bytes that were there when the pass began and have not been handed out; half a line counts. */
    long lagBytes();

    /** When the log was last written to, as this pass found it; empty while that is not known. */
    Optional<Instant> lastWrite();

    /** Where to wait for more; a link may lead elsewhere by the next pass. */
    List<LogPlace> places();

    /** Lets go of what is open; the checkpoint stays valid, and another pass may follow. */
    @Override
    void close() throws IOException;
}
