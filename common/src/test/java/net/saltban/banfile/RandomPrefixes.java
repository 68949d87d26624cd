package net.saltban.banfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;

/** Prefixes at random, close enough together that they meet and cover one another. */
final class RandomPrefixes {
    private RandomPrefixes() {}

    static Prefix next(Random random) {
        boolean ipv4 = random.nextInt(3) > 0;
        IpAddress address = ipv4
                ? IpAddress.ofIpv4(0xc0000200 | random.nextInt(512))
                : new IpAddress(0x20010db800000000L | random.nextInt(4), random.nextInt(64));
        int length = random.nextInt(4) > 0 ? address.bits() : address.bits() - random.nextInt(ipv4 ? 10 : 70);
        return Prefix.covering(address, length);
    }

    static List<Prefix> list(Random random, int sizeMax) {
        List<Prefix> prefixes = new ArrayList<>();
        for (int left = random.nextInt(sizeMax + 1); left > 0; left--) {
            prefixes.add(next(random));
        }
        return prefixes;
    }

    /** So many single IPv4 addresses, all different. */
    static BanList singles(int count) {
        BanList.Builder builder = new BanList.Builder(count);
        for (int i = 0; i < count; i++) {
            builder.append(Prefix.of(IpAddress.ofIpv4(0x0b000000 + 3 * i)));
        }
        return builder.build();
    }
}
