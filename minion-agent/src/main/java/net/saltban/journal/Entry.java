package net.saltban.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import net.saltban.source.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a journal while it is read. The journal vouches for a message of sshd's or dropbear's if the kernel said that
 * its sender was root, it came by syslog(3), and the executable has the daemon's name. Where executable and name are both
 * missing, because the process had ended before journald looked (real ones do), it still counts, since the kernel says that root
 * wrote it, but with no more trust than a text log: a script of root's may write under any name. Nothing of standard output is vouched for: {@code sshd -e} lets line feeds in a name make messages.
 * A field that occurs more than once has two readings, so that nothing is vouched for either.
 */
final class Entry {
    private static final byte[] ROOT = {'0'};
    private static final byte[] SYSLOG = "syslog".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STDOUT = "stdout".getBytes(StandardCharsets.US_ASCII);
    private static final String DELETED = " (deleted)";

    private final Map<Field, byte[]> values = new EnumMap<>(Field.class);
    private boolean isDoubled;
    private boolean isOverlong;

    /** Forgets all fields. */
    void clear() {
        values.clear();
        isDoubled = false;
        isOverlong = false;
    }

    /** Takes a field; the bytes are not copied. */
    void put(Field field, byte[] value) {
        if (value.length > field.bytesMax()) {
            putOverlong();
        } else if (values.putIfAbsent(field, value) != null) {
            isDoubled = true;
        }
    }

    /** A field has more bytes than its bound, or the writer left it out for its length. */
    void putOverlong() {
        isOverlong = true;
    }

    /** A field has several values. */
    void putDoubled() {
        isDoubled = true;
    }

    /** Its place; empty if it has none that can be told. */
    Optional<Cursor> cursor() {
        return Cursor.tryParse(text(Field.CURSOR));
    }

    /** Microseconds since 1970 at which journald received it; -1 if that is missing. */
    long micros() {
        return number(Field.REALTIME);
    }

    /** Whether it has the bounds of a message, and what it takes to tell who wrote it when. */
    boolean isMessage() {
        byte[] message = value(Field.MESSAGE);
        return message != null && message.length > 0 && !isOverlong && micros() >= 0 && isTrustworthyOrCounted();
    }

    /** Other programs' messages are read for phrases only: there one that has two readings, or is a line of output, is nothing. */
    private boolean isTrustworthyOrCounted() {
        return LogMessage.DAEMONS.contains(text(Field.IDENTIFIER)) || !isDoubled && !is(Field.TRANSPORT, STDOUT);
    }

    /**
     * The message.
     *
     * @throws IllegalStateException if {@link #isMessage} is false
     */
    LogMessage toMessage() {
        byte[] message = value(Field.MESSAGE);
        if (message == null) {
            throw new IllegalStateException("an entry without a message");
        }
        long micros = micros();
        Instant time = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
        return new LogMessage(
                text(Field.IDENTIFIER), sender(), number(Field.PID), Arrays.hashCode(value(Field.BOOT)), time, message);
    }

    /** What the journal knows of the sender. */
    LogMessage.Sender sender() {
        if (isDoubled
                || !is(Field.UID, ROOT)
                || !is(Field.TRANSPORT, SYSLOG)
                || !LogMessage.DAEMONS.contains(text(Field.IDENTIFIER))) {
            return LogMessage.Sender.ANYBODY;
        }
        boolean gone = value(Field.COMM) == null && value(Field.EXE) == null;
        if (gone) {
            return LogMessage.Sender.ROOT;
        }
        return LogMessage.DAEMONS.contains(text(Field.COMM)) || LogMessage.DAEMONS.contains(executable())
                ? LogMessage.Sender.DAEMON
                : LogMessage.Sender.ANYBODY;
    }

    private String executable() {
        String path = text(Field.EXE);
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name;
    }

    private byte @Nullable [] value(Field field) {
        return values.get(field);
    }

    private boolean is(Field field, byte[] value) {
        return Arrays.equals(value(field), value);
    }

    private String text(Field field) {
        byte[] value = value(field);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private long number(Field field) {
        byte[] value = value(field);
        if (value == null || value.length == 0 || value.length > 16) {
            return -1;
        }
        long number = 0;
        for (byte b : value) {
            if (b < '0' || b > '9') {
                return -1;
            }
            number = number * 10 + b - '0';
        }
        return number;
    }
}
