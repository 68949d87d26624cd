package net.saltban.address;

import java.util.Optional;

/**
 * An address prefix in CIDR form (RFC 4632, RFC 4291 section 2.3); the host bits are zero.
 *
 * @param address first address of the prefix
 * @param length number of leading bits that count, 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Prefix(IpAddress address, int length) implements Comparable<Prefix> {
    /** Refuses lengths out of range and host bits that are set. */
    public Prefix {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException("length is " + length + "; use 0 to " + address.bits());
        }
        if (!masked(address, length).equals(address)) {
            throw new IllegalArgumentException("host bits are set; the prefix is " + covering(address, length));
        }
    }

    /** The single address. */
    public static Prefix of(IpAddress address) {
        return new Prefix(address, address.bits());
    }

    /** The prefix of that length that an address lies in. */
    public static Prefix covering(IpAddress address, int length) {
        return new Prefix(masked(address, length), length);
    }

    /**
     * Reads {@code ADDRESS} or {@code ADDRESS/LENGTH}.
     *
     * @throws IllegalArgumentException if it is neither, or host bits are set; the message says which
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text));
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        String digits = text.substring(slash + 1);
        if (!isLength(digits)) {
            throw new IllegalArgumentException("the length behind '/' is not a plain number");
        }
        return new Prefix(address, Integer.parseInt(digits));
    }

    /** As {@link #parse}, empty where that throws. */
    public static Optional<Prefix> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isLength(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || digits.length() > 1 && digits.charAt(0) == '0') {
            return false;
        }
        return digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether this is one address. */
    public boolean isSingle() {
        return length == address.bits();
    }

    /** The last address of the prefix. */
    public IpAddress last() {
        int hostBits = address.bits() - length;
        long lowMask = hostBits >= 64 ? -1L : (1L << hostBits) - 1;
        long highMask = hostBits <= 64 ? 0 : hostBits == 128 ? -1L : (1L << (hostBits - 64)) - 1;
        return new IpAddress(address.high() | highMask, address.low() | lowMask);
    }

    /** Whether an address lies in this prefix. */
    public boolean contains(IpAddress other) {
        return address.isIpv4() == other.isIpv4() && masked(other, length).equals(address);
    }

    /** Whether every address of another prefix lies in this one. */
    public boolean covers(Prefix other) {
        return other.length >= length && contains(other.address);
    }

    /** Whether the two share an address. */
    public boolean overlaps(Prefix other) {
        return covers(other) || other.covers(this);
    }

    /** IPv4 before IPv6, numerically by first address, the wider first. */
    @Override
    public int compareTo(Prefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    /** The canonical text: the address alone for a single one, otherwise {@code ADDRESS/LENGTH}. */
    @Override
    public String toString() {
        return isSingle() ? address.toString() : address + "/" + length;
    }

    private static IpAddress masked(IpAddress address, int length) {
        int bits = address.isIpv4() ? length + 96 : length;
        long high = bits >= 64 ? address.high() : bits == 0 ? 0 : address.high() & -1L << (64 - bits);
        long low = bits <= 64 ? 0 : address.low() & -1L << (128 - bits);
        return new IpAddress(high, low);
    }
}
