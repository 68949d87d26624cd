package net.saltban.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.Delta;
import net.saltban.banfile.DeltaJson;
import net.saltban.banfile.ProtectedFile;

/** Any bytes as a ban file, a file of protected prefixes and a delta: refused, or written again as they were read. */
public final class BanFileFuzz {
    private static final UUID LIST = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

    private BanFileFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        banFile(input);
        protectedFile(input);
        delta(input);
    }

    private static void banFile(byte[] input) throws IOException {
        BanFile file;
        try {
            file = BanFile.read(new ByteArrayInputStream(input), "input");
        } catch (IOException e) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        require(Arrays.equals(out.toByteArray(), input), "a ban file is written otherwise than it was read");
    }

    private static void protectedFile(byte[] input) throws IOException {
        ProtectedFile file;
        try {
            file = ProtectedFile.read(new ByteArrayInputStream(input), "input");
        } catch (IOException e) {
            return;
        }
        ProtectedFile again = ProtectedFile.read(new ByteArrayInputStream(file.toBytes()), "again");
        require(again.equals(file), "protected prefixes are written otherwise than they were read");
    }

    private static void delta(byte[] input) throws IOException {
        Delta delta;
        try {
            delta = DeltaJson.parse(input);
        } catch (IOException e) {
            return;
        }
        Delta again = DeltaJson.parse(DeltaJson.toBytes(delta));
        require(again.equals(delta), "a delta is written otherwise than it was read");
    }

    static void require(boolean kept, String broken) {
        if (!kept) {
            throw new AssertionError(broken);
        }
    }

    /** One of each kind, and ban files whose checksum is right. */
    public static List<byte[]> seeds() {
        BanList list = BanList.of(
                Prefix.parse("192.0.2.7/32"), Prefix.parse("198.51.100.0/24"), Prefix.parse("2001:db8::/64"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BanFile.of(LIST, 7, list).writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return List.of(
                out.toByteArray(), ProtectedFile.empty().toBytes(), "{\"v\":1}".getBytes(StandardCharsets.UTF_8));
    }
}
