package net.saltban.banfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.durable.AtomicFile;
import net.saltban.limits.InputLimits;
import org.jspecify.annotations.Nullable;

/**
 * The protected list: what no minion may refuse, that is the allowlist and the addresses of the fleet. It travels beside a
 * snapshot.
 *
 * <pre>
 * # saltban protected 1
 * 192.0.2.1
 * 198.51.100.0/24
 * 2001:db8::/48
 * </pre>
 *
 * ASCII, LF, one canonical prefix a line, ascending, without doubles. Damage is refused as in {@link BanFile}. Its hash is
 * over all bytes of the file, the first line included; the delta document carries it.
 */
public final class ProtectedFile {
    private static final String FIRST_LINE = "# saltban protected 1";
    private static final String MODE = "rw-r--r--";

    private final BanList prefixes;
    private final String sha256;

    private ProtectedFile(BanList prefixes) {
        this.prefixes = prefixes;
        Sha256 hash = new Sha256();
        try {
            write(prefixes, hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a digest does not fail
        }
        sha256 = hash.hex();
    }

    /** The list that protects nothing. */
    public static ProtectedFile empty() {
        return new ProtectedFile(BanList.empty());
    }

    /** The protected list of these prefixes. */
    public static ProtectedFile of(PrefixSet prefixes) {
        return new ProtectedFile(BanList.of(prefixes.toList()));
    }

    /**
     * Reads a protected list.
     *
     * @throws DamagedFileException if it is damaged, or holds more than {@link InputLimits#PROTECTED_ENTRIES_MAX} prefixes
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    public static ProtectedFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /** Reads a protected list from a stream that messages call {@code where}, and leaves it open. */
    public static ProtectedFile read(InputStream in, String where) throws IOException {
        PrefixLines lines = new PrefixLines(in, where);
        if (!FIRST_LINE.equals(lines.next())) {
            throw lines.damaged("the first line is not \"" + FIRST_LINE
                    + "\"; this is no protected list, or one of another version");
        }
        BanList.Builder builder = new BanList.Builder(64);
        int count = 0;
        @Nullable Prefix prefix = lines.nextPrefix();
        while (prefix != null) {
            if (++count > InputLimits.PROTECTED_ENTRIES_MAX) {
                throw lines.damaged("more than " + InputLimits.PROTECTED_ENTRIES_MAX + " protected prefixes");
            }
            builder.append(prefix);
            prefix = lines.nextPrefix();
        }
        return new ProtectedFile(builder.build());
    }

    /** The protected prefixes in order. */
    public BanList prefixes() {
        return prefixes;
    }

    /** SHA-256 over the bytes of the file, 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** The bytes of the file. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(prefixes, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    /** Replaces a file by this one, atomically, readable by everybody. */
    public void write(Path file) throws IOException {
        new AtomicFile(file, MODE).write(out -> write(prefixes, out));
    }

    private static void write(BanList prefixes, OutputStream out) throws IOException {
        out.write((FIRST_LINE + "\n").getBytes(StandardCharsets.US_ASCII));
        prefixes.writeBody(out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProtectedFile that && prefixes.equals(that.prefixes);
    }

    @Override
    public int hashCode() {
        return prefixes.hashCode();
    }

    @Override
    public String toString() {
        return prefixes.toString();
    }
}
