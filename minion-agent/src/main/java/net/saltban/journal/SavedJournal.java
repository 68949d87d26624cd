package net.saltban.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import net.saltban.source.FileLines;
import net.saltban.source.FileLines.ContentReader;
import net.saltban.source.LogConsumer;
import net.saltban.source.MessageConsumer;

/**
 * A file that may be what {@code journalctl -o export} or {@code -o json} printed; its first bytes tell. What a journal vouched
 * for is still told, but anybody can have written the file.
 */
public final class SavedJournal implements ContentReader {
    /** Bytes at the start of a stream that tell. */
    public static final int HEAD_BYTES = 64 * 1024;

    private static final byte[] EXPORT = "__CURSOR=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JSON_CURSOR = "\"__CURSOR\":".getBytes(StandardCharsets.US_ASCII);

    private final LogConsumer consumer;

    /** What reads a file: as messages if it is a saved journal, as lines otherwise. */
    public SavedJournal(LogConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public void read(InputStream content, Instant notAfter) throws IOException {
        BufferedInputStream in = new BufferedInputStream(content, HEAD_BYTES);
        byte[] head = head(in);
        if (startsWith(head, EXPORT)) {
            readExport(in, consumer);
        } else if (isJson(head)) {
            FileLines.readAll(in, new JsonEntries(consumer), notAfter);
        } else {
            consumer.content(in, notAfter);
        }
    }

    /** Whether a stream that supports marks is a saved journal from here on. */
    public static boolean isAt(InputStream in) throws IOException {
        byte[] head = head(in);
        return startsWith(head, EXPORT) || isJson(head);
    }

    private static byte[] head(InputStream in) throws IOException {
        in.mark(HEAD_BYTES);
        byte[] head = in.readNBytes(HEAD_BYTES);
        in.reset();
        return head;
    }

    private static void readExport(InputStream in, MessageConsumer messages) throws IOException {
        ExportReader reader = new ExportReader(in);
        Entry entry = new Entry();
        while (reader.next(entry) != ExportReader.Next.END) {
            if (entry.isMessage()) {
                messages.message(entry.toMessage());
            }
        }
    }

    /**
     * Whether the very first line is an entry: only there, since in a log of {@code sshd -E} a peer can make whole lines, but not
     * the first one.
     */
    private static boolean isJson(byte[] head) {
        if (head.length == 0 || head[0] != '{') {
            return false;
        }
        for (int i = 1; i + JSON_CURSOR.length <= head.length && head[i] != '\n'; i++) {
            if (startsWith(head, i, JSON_CURSOR)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return startsWith(bytes, 0, prefix);
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (from + i >= bytes.length || bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
