package net.saltban.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import net.saltban.source.LogDamagedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Journal Export Format of {@code journalctl -o export} (systemd.io, JOURNAL_EXPORT_FORMATS): fields
 * {@code NAME=value}, or {@code NAME}, line feed, length as 64 bits little-endian, that many bytes and a line feed; an empty
 * line ends an entry. Holds one block and the fields that are looked at; what is longer than its bound is skipped.
 */
final class ExportReader {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int END = -1;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] name = new byte[Field.NAME_BYTES_MAX];
    private byte[] value = new byte[512];
    private int at;
    private int end;

    ExportReader(InputStream in) {
        this.in = in;
    }

    /** How the next entry came. */
    enum Next {
        /** Whole. */
        ENTRY,
        /** The stream ends behind one of its fields: no more can come of it, but some of it may be missing. */
        LAST_FIELD,
        /** There is none; a field that was cut off is dropped. */
        END
    }

    /**
     * Reads the next entry.
     *
     * @throws LogDamagedException if the form is broken, so that nothing behind it can be read
     */
    Next next(Entry into) throws IOException {
        into.clear();
        boolean any = false;
        while (true) {
            int b = read();
            if (b == END) {
                return any ? Next.LAST_FIELD : Next.END;
            }
            if (b != '\n') {
                if (!field(b, into)) {
                    return Next.END;
                }
                any = true;
            } else if (any) {
                return Next.ENTRY;
            }
        }
    }

    /** Whether more bytes are here already, so that {@link #next} need not wait for the first of them. */
    boolean hasBuffered() {
        return at < end;
    }

    /** False if the stream ends within the field. */
    private boolean field(int first, Entry into) throws IOException {
        int length = 0;
        int b = first;
        while (b != '=' && b != '\n' && b != END) {
            if (length < name.length) {
                name[length] = (byte) b;
            }
            length++;
            b = read();
        }
        Field field = length <= name.length ? Field.of(name, 0, length) : null;
        if (b == '=') {
            return textValue(field, into);
        }
        return b == '\n' && binaryValue(field, into);
    }

    private boolean textValue(@Nullable Field field, Entry into) throws IOException {
        int length = 0;
        while (true) {
            if (at == end && !fill()) {
                return false;
            }
            int start = at;
            while (at < end && block[at] != '\n') {
                at++;
            }
            length = keep(field, start, length);
            if (at < end) {
                at++;
                put(field, length, into);
                return true;
            }
        }
    }

    private boolean binaryValue(@Nullable Field field, Entry into) throws IOException {
        long left = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int b = read();
            if (b == END) {
                return false;
            }
            left |= (long) b << shift;
        }
        if (left < 0) {
            throw damaged("a field has more than 2^63 bytes");
        }
        int length = 0;
        while (left > 0) {
            if (at == end && !fill()) {
                return false;
            }
            int start = at;
            at += (int) Math.min(left, end - at);
            left -= at - start;
            length = keep(field, start, length);
        }
        int b = read();
        if (b != '\n' && b != END) {
            throw damaged("a field goes on behind its length");
        }
        put(field, length, into);
        return b == '\n';
    }

    private static LogDamagedException damaged(String what) {
        return new LogDamagedException("is no journal any more from some place on: " + what);
    }

    /** Keeps what was passed since {@code start}; the length, at most one more than the bound. */
    private int keep(@Nullable Field field, int start, int length) {
        if (field == null) {
            return 0;
        }
        int count = Math.min(at - start, field.bytesMax() + 1 - length);
        if (length + count > value.length) {
            value = Arrays.copyOf(value, Math.max(length + count, 2 * value.length));
        }
        System.arraycopy(block, start, value, length, count);
        return length + count;
    }

    private void put(@Nullable Field field, int length, Entry into) {
        if (field == null) {
            return;
        }
        if (length > field.bytesMax()) {
            into.putOverlong();
        } else {
            into.put(field, Arrays.copyOf(value, length));
        }
    }

    private int read() throws IOException {
        return at < end || fill() ? block[at++] & 255 : END;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(block));
        return end > 0;
    }
}
