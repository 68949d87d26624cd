package net.saltban.address;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. IPv4 is kept in its mapped form (RFC 4291 section 2.5.5.2), so that a mapped address
 * <em>is</em> the IPv4 address: {@code ::ffff:192.0.2.1} equals {@code 192.0.2.1}. There is no zone.
 *
 * @param high the upper 64 bits, network order
 * @param low the lower 64 bits, network order
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xffffL;

    /** An IPv4 address from its 32 bits in network order. */
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, ipv4Low(bits));
    }

    /**
     * Reads an address: IPv4 as four decimal numbers without leading zeros, IPv6 in any form of RFC 4291 section 2.2.
     * A zone, a length, white space or digits other than ASCII are refused.
     *
     * @throws IllegalArgumentException if the text is no address; the message quotes none of it
     */
    public static IpAddress parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 or IPv6 address"));
    }

    /** As {@link #parse}, empty where that throws. */
    public static Optional<IpAddress> tryParse(CharSequence text) {
        return AddressParser.parse(text);
    }

    /** Whether this is an IPv4 address (or its mapped form, which is the same). */
    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED;
    }

    /** The lower half of an IPv4 address of 32 bits in network order; its upper half is 0. */
    public static long ipv4Low(int bits) {
        return MAPPED << 32 | bits & 0xffffffffL;
    }

    /** The 32 bits of an IPv4 address in network order. */
    public int toIpv4Int() {
        if (!isIpv4()) {
            throw new IllegalStateException(this + " is not an IPv4 address");
        }
        return (int) low;
    }

    /** Number of bits of an address of this family: 32 or 128. */
    public int bits() {
        return isIpv4() ? 32 : 128;
    }

    /** What the address may stand for. */
    public AddressScope scope() {
        return AddressScope.of(high, low);
    }

    /** IPv4 before IPv6, each numerically. */
    @Override
    public int compareTo(IpAddress other) {
        if (isIpv4() != other.isIpv4()) {
            return isIpv4() ? -1 : 1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    // equals and hashCode by hand: a key of hot tables, and what the compiler makes of a record takes 10 ms of a cold
    // start.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high) * 31 + Long.hashCode(low);
    }

    /** The canonical text: dotted decimal, or RFC 5952. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(40);
        appendTo(out);
        return out.toString();
    }

    /** Appends the canonical text. */
    public void appendTo(StringBuilder out) {
        if (isIpv4()) {
            int bits = (int) low;
            out.append(bits >>> 24).append('.').append(bits >>> 16 & 255).append('.');
            out.append(bits >>> 8 & 255).append('.').append(bits & 255);
        } else {
            appendIpv6(out);
        }
    }

    private void appendIpv6(StringBuilder out) {
        int runStart = -1;
        int runLength = 1; // a single zero group is not shortened (RFC 5952 section 4.2.2)
        for (int i = 0; i < 8; ) {
            int end = i;
            while (end < 8 && group(end) == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
            i = Math.max(end, i + 1);
        }
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                out.append("::");
                i += runLength - 1;
            } else {
                if (i > 0 && i != runStart + runLength) {
                    out.append(':');
                }
                out.append(Integer.toHexString(group(i)));
            }
        }
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (3 - index % 4) * 16) & 0xffff;
    }
}
