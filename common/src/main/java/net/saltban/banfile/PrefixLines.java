package net.saltban.banfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a hostile text file of prefixes, one at a time, with their numbers: bounded length, printable ASCII, LF.
 * Holds one block and one line, whatever the size of the file.
 */
final class PrefixLines {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final InputStream in;
    private final String where;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] line = new byte[InputLimits.BAN_FILE_LINE_BYTES_MAX];
    private int position;
    private int limit;
    private int lineLength;
    private long number;
    private @Nullable Prefix last;

    PrefixLines(InputStream in, String where) {
        this.in = in;
        this.where = where;
    }

    /** The next line without its LF, or null at the end. */
    @Nullable
    String next() throws IOException {
        lineLength = 0;
        number++;
        while (true) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(block));
                if (limit == 0) {
                    return atEnd();
                }
            }
            byte b = block[position++];
            if (b == '\n') {
                return new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
            }
            check(b);
            line[lineLength++] = b;
        }
    }

    private @Nullable String atEnd() throws DamagedFileException {
        if (lineLength > 0) {
            throw damaged("the line has no line end; the file was cut short");
        }
        return null;
    }

    private void check(byte b) throws DamagedFileException {
        if (b == '\r') {
            throw damaged("the line holds a carriage return; lines end with LF alone");
        }
        if (b < ' ' || b > '~') {
            throw damaged("the line holds the byte 0x" + Integer.toHexString(b & 0xff)
                    + "; only printable ASCII may stand here");
        }
        if (lineLength == line.length) {
            throw damaged("the line is longer than " + line.length + " bytes");
        }
    }

    /** The next line as a canonical prefix that is greater than the one before it; null at the end. */
    @Nullable
    Prefix nextPrefix() throws IOException {
        String text = next();
        if (text == null) {
            return null;
        }
        Prefix prefix = canonical(text);
        if (last != null) {
            int order = prefix.compareTo(last);
            if (order == 0) {
                throw damaged(prefix + " stands twice");
            }
            if (order < 0) {
                throw damaged(prefix + " stands behind " + last + "; prefixes go in ascending order, IPv4 before IPv6");
            }
        }
        last = prefix;
        return prefix;
    }

    private Prefix canonical(String text) throws DamagedFileException {
        if (text.isEmpty()) {
            throw damaged("the line is empty; one prefix a line is expected");
        }
        if (text.charAt(0) == '#') {
            throw damaged("a comment stands among the prefixes; comments may stand only in the head");
        }
        Prefix prefix;
        try {
            prefix = Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw damaged("\"" + UntrustedText.show(text, line.length) + "\" is no prefix: " + e.getMessage());
        }
        String canonical = prefix.toString();
        if (!canonical.equals(text)) {
            throw damaged("\"" + UntrustedText.show(text, line.length) + "\" is not canonical; write " + canonical);
        }
        return prefix;
    }

    /** Bytes of the line last read, as they stand in the file, with the LF. */
    void hashLine(Sha256 sha256) {
        sha256.write(line, 0, lineLength);
        sha256.write('\n');
    }

    /** The rest of a head line behind {@code # NAME }. */
    String headValue(String name) throws IOException {
        String start = "# " + name + " ";
        String text = Optional.ofNullable(next()).orElse("");
        if (!text.startsWith(start)) {
            throw damaged("\"" + start + "...\" is expected here");
        }
        return text.substring(start.length());
    }

    /** Damage of the line last read. */
    DamagedFileException damaged(String what) {
        return new DamagedFileException(where + ":" + number, what);
    }

    /** Damage of the file as a whole. */
    DamagedFileException fileDamaged(String what) {
        return new DamagedFileException(where, what);
    }
}
