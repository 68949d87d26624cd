package net.saltban.sshd;

import java.nio.charset.StandardCharsets;

import net.saltban.address.AddressScope;
import net.saltban.address.IpAddress;
import net.saltban.syslog.Ascii;

/**
 * Reads the address of a peer as sshd prints it: by {@code getnameinfo(NI_NUMERICHOST)}, so in canonical text, with a zone for
 * link-local peers ({@code fe80::11%eth0}). Any other spelling was not printed by sshd and is refused. A zone is dropped; the mapped form
 * {@code ::ffff:192.0.2.1} is the IPv4 address.
 */
final class PeerAddress {
    private static final byte[] MAPPED = "::ffff:".getBytes(StandardCharsets.US_ASCII);

    private PeerAddress() {}

    /** Reads a range into {@code into.high} and {@code into.low}, if the answer is {@link Why#PEER}. */
    static Why read(byte[] b, int from, int to, Reading into) {
        long bits = ipv4(b, from, to);
        if (bits < 0 && Ascii.startsWith(b, from, to, MAPPED)) {
            bits = ipv4(b, from + MAPPED.length, to);
        }
        if (bits >= 0) {
            into.high = 0;
            into.low = IpAddress.ipv4Low((int) bits);
            return scope(into);
        }
        int end = zoneStart(b, from, to);
        boolean colon = has(b, from, end, ':');
        if (!colon) {
            return isNumeric(b, from, to) ? Why.NOT_CANONICAL : Why.NAME;
        }
        if (end + 1 == to || !CanonicalIpv6.read(b, from, end, into)) {
            return Why.NOT_CANONICAL;
        }
        return scope(into);
    }

    private static Why scope(Reading into) {
        return AddressScope.of(into.high, into.low).isPeer() ? Why.PEER : Why.NO_PEER;
    }

    /** The 32 bits of a dotted quad without leading zeros, or -1. */
    private static long ipv4(byte[] b, int from, int to) {
        if (to - from < 7 || to - from > 15) {
            return -1;
        }
        long bits = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int value = 0;
            while (at < to && Ascii.isDigit(b[at]) && at - start < 3) {
                value = value * 10 + (b[at] - '0');
                at++;
            }
            boolean leadingZero = at - start > 1 && b[start] == '0';
            if (at == start || value > 255 || leadingZero) {
                return -1;
            }
            bits = bits << 8 | value;
            if (part < 3) {
                if (at == to || b[at] != '.') {
                    return -1;
                }
                at++;
            }
        }
        return at == to ? bits : -1;
    }

    private static int zoneStart(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '%') {
                return i;
            }
        }
        return to;
    }

    private static boolean has(byte[] b, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (b[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumeric(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(b[i]) && b[i] != '.') {
                return false;
            }
        }
        return true;
    }
}
