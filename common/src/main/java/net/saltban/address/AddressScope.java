package net.saltban.address;

/**
 * What an address may stand for, by the registries of special-purpose addresses (RFC 6890 and its updates).
 */
public enum AddressScope {
    /** 0.0.0.0/8, :: and 255.255.255.255: never a peer. */
    UNSPECIFIED,
    /** 127.0.0.0/8 and ::1. */
    LOOPBACK,
    /** 224.0.0.0/4, 240.0.0.0/4 (reserved) and ff00::/8. */
    MULTICAST,
    /** 169.254.0.0/16 and fe80::/10. */
    LINK_LOCAL,
    /** 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 (RFC 1918), 100.64.0.0/10 (RFC 6598) and fc00::/7 (RFC 4193). */
    PRIVATE,
    /** Everything else. Documentation prefixes count as global, so that examples and tests behave like the real thing. */
    GLOBAL;

    /** Whether an address of this scope can be the far end of a connection to a server at all. */
    public boolean isPeer() {
        return this == LINK_LOCAL || this == PRIVATE || this == GLOBAL;
    }

    /** The scope of the address of two halves, as {@link IpAddress} has them: for those who make no address of each. */
    public static AddressScope of(long high, long low) {
        return IpAddress.isIpv4(high, low) ? ofIpv4((int) low) : ofIpv6(high, low);
    }

    private static AddressScope ofIpv4(int bits) {
        int first = bits >>> 24;
        if (first == 0 || bits == -1) {
            return UNSPECIFIED;
        }
        if (first == 127) {
            return LOOPBACK;
        }
        if (first >= 224) {
            return MULTICAST;
        }
        if (bits >>> 16 == 0xa9fe) {
            return LINK_LOCAL;
        }
        boolean isPrivate =
                first == 10 || bits >>> 20 == 0xac1 || bits >>> 16 == 0xc0a8 || bits >>> 22 == 0x64400000 >>> 22;
        return isPrivate ? PRIVATE : GLOBAL;
    }

    private static AddressScope ofIpv6(long high, long low) {
        if (high == 0 && low == 0) {
            return UNSPECIFIED;
        }
        if (high == 0 && low == 1) {
            return LOOPBACK;
        }
        if (high >>> 56 == 0xff) {
            return MULTICAST;
        }
        if (high >>> 54 == 0xfe80 >>> 6) {
            return LINK_LOCAL;
        }
        return high >>> 57 == 0xfc >>> 1 ? PRIVATE : GLOBAL;
    }
}
