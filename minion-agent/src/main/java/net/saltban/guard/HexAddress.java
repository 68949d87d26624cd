package net.saltban.guard;

import java.nio.ByteOrder;

import net.saltban.address.IpAddress;

/** Addresses as {@code /proc/net} prints them. */
final class HexAddress {
    private HexAddress() {}

    /**
     * One or four words of eight digits, each in the machine's own byte order: {@code route}, {@code tcp}, {@code tcp6}.
     *
     * @throws NumberFormatException if it is something else
     */
    static IpAddress words(String hex, ByteOrder order) {
        if (hex.length() == 8) {
            return IpAddress.ofIpv4(word(hex, 0, order));
        }
        if (hex.length() != 32) {
            throw new NumberFormatException("an address has 8 or 32 digits");
        }
        long high = (long) word(hex, 0, order) << 32 | word(hex, 8, order) & 0xffffffffL;
        long low = (long) word(hex, 16, order) << 32 | word(hex, 24, order) & 0xffffffffL;
        return new IpAddress(high, low);
    }

    /** 32 digits in network order: {@code ipv6_route}. */
    static IpAddress plain(String hex) {
        if (hex.length() != 32) {
            throw new NumberFormatException("an address has 32 digits");
        }
        return new IpAddress(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
    }

    private static int word(String hex, int start, ByteOrder order) {
        int value = Integer.parseUnsignedInt(hex, start, start + 8, 16);
        return order == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }
}
