package net.saltban.guard;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import net.saltban.address.IpAddress;

/**
 * The gateways of the main routing table, from {@code /proc/net/route} and {@code ipv6_route} (proc(5)). Gateways of other
 * tables are not seen.
 */
public final class Gateways implements ProtectionSource {
    private static final String WHY = "a gateway of this machine";
    private static final int RTF_GATEWAY = 2;

    private final Path proc;

    /**
     * Reads below a folder.
     *
     * @param proc {@code /proc}
     */
    public Gateways(Path proc) {
        this.proc = proc;
    }

    @Override
    public void collect(Protections into) throws IOException {
        Path ipv4 = proc.resolve("net/route");
        List<String> lines = LinesOf.optionalFile(ipv4);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            add(line, ipv4, 3, fields -> HexAddress.words(fields[2], ByteOrder.nativeOrder()), into);
        }
        Path ipv6 = proc.resolve("net/ipv6_route");
        for (String line : LinesOf.optionalFile(ipv6)) {
            add(line, ipv6, 8, fields -> HexAddress.plain(fields[4]), into);
        }
    }

    private static void add(String line, Path file, int flags, Function<String[], IpAddress> gateway, Protections into)
            throws IOException {
        String[] fields = line.trim().split("\\s+");
        try {
            if (fields.length > flags && (Integer.parseUnsignedInt(fields[flags], 16) & RTF_GATEWAY) != 0) {
                into.add(gateway.apply(fields), WHY);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(file + ": a route is not understood", e);
        }
    }
}
