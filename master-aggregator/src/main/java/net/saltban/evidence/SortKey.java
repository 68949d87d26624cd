package net.saltban.evidence;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;

/**
 * The column {@code low}: an address as 32 hexadecimal digits, IPv4 in its mapped form. The addresses of a prefix are those
 * between the keys of its first and its last.
 */
final class SortKey {
    private SortKey() {}

    static String of(IpAddress address) {
        return hex(address.high()) + hex(address.low());
    }

    static String first(Prefix prefix) {
        return of(prefix.address());
    }

    static String last(Prefix prefix) {
        return of(prefix.last());
    }

    private static String hex(long bits) {
        String digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
