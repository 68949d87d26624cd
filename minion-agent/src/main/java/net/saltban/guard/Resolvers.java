package net.saltban.guard;

import java.io.IOException;
import java.nio.file.Path;

import net.saltban.address.IpAddress;

/** The name servers of {@code resolv.conf} (resolv.conf(5)). */
public final class Resolvers implements ProtectionSource {
    private static final String WHY = "a name server of this machine";

    private final Path resolvConf;

    /**
     * Reads a file.
     *
     * @param resolvConf {@code /etc/resolv.conf}; it need not be there
     */
    public Resolvers(Path resolvConf) {
        this.resolvConf = resolvConf;
    }

    @Override
    public void collect(Protections into) throws IOException {
        for (String line : LinesOf.optionalFile(resolvConf)) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length >= 2 && fields[0].equals("nameserver")) {
                int zone = fields[1].indexOf('%');
                IpAddress.tryParse(zone < 0 ? fields[1] : fields[1].substring(0, zone))
                        .ifPresent(address -> into.add(address, WHY));
            }
        }
    }
}
