package net.saltban.guard;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

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
        List<String> ipv4 = LinesOf.optionalFile(proc.resolve("net/route"));
        for (String line : ipv4.subList(Math.min(1, ipv4.size()), ipv4.size())) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length >= 4 && (Integer.parseInt(fields[3], 16) & RTF_GATEWAY) != 0) {
                into.add(HexAddress.words(fields[2], ByteOrder.nativeOrder()), WHY);
            }
        }
        for (String line : LinesOf.optionalFile(proc.resolve("net/ipv6_route"))) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length >= 10 && (Integer.parseUnsignedInt(fields[8], 16) & RTF_GATEWAY) != 0) {
                IpAddress gateway = HexAddress.plain(fields[4]);
                into.add(gateway, WHY);
            }
        }
    }
}
