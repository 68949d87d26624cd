package net.saltban.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import net.saltban.source.LogFinder;

/**
 * Where reading of all logs stands, by the log's name. Form 1, big-endian:
 *
 * <pre>
 * byte   form = 1
 * short  number of logs
 * each:  name, source checkpoint, reader state: int length and bytes each
 *        long since (seconds), int since (nanoseconds), long lines, long ambiguous
 * </pre>
 */
final class AgentCheckpoint {
    private static final int FORM = 1;

    /** Logs that are remembered: those that are read, and some that were read before. */
    private static final int LOGS_MAX = 2 * LogFinder.LOGS_MAX;

    private AgentCheckpoint() {}

    static byte[] encode(Map<String, LogState> logs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeShort(logs.size());
            for (Map.Entry<String, LogState> entry : logs.entrySet()) {
                LogState log = entry.getValue();
                write(out, entry.getKey().getBytes(StandardCharsets.UTF_8));
                write(out, log.source().toArray());
                write(out, log.reader().toArray());
                Instant since = log.since();
                out.writeLong(since.getEpochSecond());
                out.writeInt(since.getNano());
                out.writeLong(log.lines());
                out.writeLong(log.ambiguous());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IOException if it is damaged or of another form
     */
    static Map<String, LogState> decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readUnsignedByte();
            if (form != FORM) {
                throw new IOException("the checkpoint has form " + form + "; this program reads form " + FORM);
            }
            int count = in.readUnsignedShort();
            if (count > LOGS_MAX) {
                throw new IOException("the checkpoint has " + count + " logs; at most " + LOGS_MAX);
            }
            Map<String, LogState> logs = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                String name = new String(read(in), StandardCharsets.UTF_8);
                LogState.Bytes source = LogState.Bytes.of(read(in));
                LogState.Bytes reader = LogState.Bytes.of(read(in));
                Instant since = Instant.ofEpochSecond(in.readLong(), in.readInt());
                logs.put(name, new LogState(source, reader, since, in.readLong(), in.readLong()));
            }
            if (in.read() >= 0) {
                throw new IOException("the checkpoint has something behind its end");
            }
            return logs;
        } catch (EOFException e) {
            throw new IOException("the checkpoint is cut off", e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("the checkpoint has a time out of bounds", e);
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException();
        }
        return in.readNBytes(length);
    }
}
