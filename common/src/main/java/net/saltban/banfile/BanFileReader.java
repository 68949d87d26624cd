package net.saltban.banfile;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

import net.saltban.address.Prefix;
import net.saltban.limits.InputLimits;
import org.jspecify.annotations.Nullable;

/** Reads the form that {@link BanFile} draws, and believes nothing of it. */
final class BanFileReader {
    private final PrefixLines lines;

    BanFileReader(InputStream in, String where) {
        lines = new PrefixLines(in, where);
    }

    BanFile banFile() throws IOException {
        if (!BanFile.FIRST_LINE.equals(lines.next())) {
            throw lines.damaged("the first line is not \"" + BanFile.FIRST_LINE
                    + "\"; this is no ban file, or one of another version");
        }
        UUID list = uuid(lines.headValue("list"));
        long generation = number(lines.headValue("generation"), 1, Long.MAX_VALUE);
        long count = number(lines.headValue("entries"), 0, InputLimits.BAN_FILE_ENTRIES_MAX);
        String hash = lines.headValue("sha256");
        if (!Sha256.isValid(hash)) {
            throw lines.damaged("the value is not 64 lower-case hexadecimal digits");
        }
        return new BanFile(new BanFileHeader(list, generation, count, hash), body(count, hash));
    }

    private BanList body(long count, String expected) throws IOException {
        Entries entries = new Entries((int) Math.min(count, 1 << 16)); // the head may lie about what follows
        Sha256 sha256 = new Sha256();
        @Nullable Prefix prefix = lines.nextPrefix();
        while (prefix != null) {
            if (entries.size() == count) {
                throw lines.damaged("more prefixes follow than the " + count + " that the head counts");
            }
            entries.append(prefix);
            lines.hashLine(sha256);
            prefix = lines.nextPrefix();
        }
        if (entries.size() != count) {
            throw lines.fileDamaged("holds " + entries.size() + " prefixes, but its head counts " + count
                    + "; the end of the file is missing");
        }
        String hash = sha256.hex();
        if (!hash.equals(expected)) {
            throw lines.fileDamaged("the prefixes hash to " + hash + ", but its head says " + expected
                    + "; the file was edited or damaged");
        }
        return new BanList(entries, hash);
    }

    private UUID uuid(String text) throws IOException {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            throw lines.damaged("the value is no UUID");
        }
        throw lines.damaged("the value is no UUID in its canonical form");
    }

    private long number(String text, long min, long max) throws IOException {
        boolean plain = !text.isEmpty() && text.length() <= 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            long value = plain && (text.length() == 1 || text.charAt(0) != '0') ? Long.parseLong(text) : -1;
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw lines.damaged("the value is larger than " + max);
        }
        throw lines.damaged("the value is no whole number from " + min + " to " + max);
    }
}
