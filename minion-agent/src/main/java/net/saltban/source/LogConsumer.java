package net.saltban.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** Takes what logs of any kind hold. */
public interface LogConsumer extends LineConsumer, MessageConsumer {
    /**
     * All lines of a content. Hands them out block by block, unless a consumer knows better.
     *
     * @param content unpacked; the caller closes
     * @param notAfter as for {@link #line}
     * @throws IOException if it cannot be read on; the lines before have been handed out
     */
    default void content(InputStream content, Instant notAfter) throws IOException {
        FileLines.readAll(content, this, notAfter);
    }
}
