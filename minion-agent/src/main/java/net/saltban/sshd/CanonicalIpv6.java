package net.saltban.sshd;

/**
 * Reads IPv6 addresses in canonical text and no other (RFC 5952, as inet_ntop prints it): groups in lower case without leading zeros, and {@code ::}
 * for the first of the longest runs of two or more zero groups. The mapped form of IPv4 has another text of its own.
 */
final class CanonicalIpv6 {
    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;
    private static final int GROUP_DIGITS = 4;
    private static final int NO_RUN = -1;
    private static final int NO_GROUP = -1;
    private static final long MAPPED = 0xffff;

    private final byte[] text;
    private final int to;
    private int at;

    /** The groups read so far, the last one lowest. */
    private long high;

    private long low;
    private int groups;

    /** How many groups stand before {@code ::}. */
    private int runAt = NO_RUN;

    private CanonicalIpv6(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.to = to;
    }

    /** Reads a range into {@code into.high} and {@code into.low}; whether it is one. If not, these stay as they are. */
    static boolean read(byte[] b, int from, int to, Reading into) {
        CanonicalIpv6 address = new CanonicalIpv6(b, from, to);
        if (!address.readGroups()) {
            return false;
        }
        int runLength = GROUPS - address.groups;
        address.spread(runLength);
        boolean isMapped = address.high == 0 && address.low >>> 32 == MAPPED;
        if (isMapped || !address.isRunRight(runLength)) {
            return false;
        }
        into.high = address.high;
        into.low = address.low;
        return true;
    }

    /** Reads all groups; whether there are as many as there must be. */
    private boolean readGroups() {
        if (at + 1 < to && text[at] == ':' && text[at + 1] == ':') {
            runAt = 0;
            at += 2;
        }
        while (at < to) {
            int group = group();
            if (group == NO_GROUP || groups == GROUPS || at < to && !separator()) {
                return false;
            }
            high = high << GROUP_BITS | low >>> Long.SIZE - GROUP_BITS;
            low = low << GROUP_BITS | group;
            groups++;
        }
        return runAt == NO_RUN ? groups == GROUPS : groups <= GROUPS - 2;
    }

    /** One to four digits without leading zeros, up to a colon or the end. */
    private int group() {
        int start = at;
        int group = 0;
        while (at < to && text[at] != ':') {
            int digit = digit(text[at]);
            if (digit < 0 || at - start == GROUP_DIGITS) {
                return NO_GROUP;
            }
            group = group << 4 | digit;
            at++;
        }
        boolean leadingZero = at - start > 1 && text[start] == '0';
        return at == start || leadingZero ? NO_GROUP : group;
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** One colon with something behind it, or two, but these only once. */
    private boolean separator() {
        at++;
        if (at == to) {
            return false;
        }
        if (text[at] == ':') {
            if (runAt != NO_RUN) {
                return false;
            }
            runAt = groups + 1;
            at++;
        }
        return true;
    }

    /** Moves the groups before {@code ::} to their places. */
    private void spread(int runLength) {
        if (runLength == 0) {
            return;
        }
        long backHigh = high & lowest(groups - runAt - GROUPS / 2);
        long backLow = low & lowest(groups - runAt);
        long frontHigh = high ^ backHigh;
        long frontLow = low ^ backLow;
        for (int i = 0; i < runLength; i++) {
            frontHigh = frontHigh << GROUP_BITS | frontLow >>> Long.SIZE - GROUP_BITS;
            frontLow <<= GROUP_BITS;
        }
        high = frontHigh | backHigh;
        low = frontLow | backLow;
    }

    /** So many of the lowest groups of a half. */
    private static long lowest(int count) {
        if (count <= 0) {
            return 0;
        }
        return count >= GROUPS / 2 ? -1 : (1L << count * GROUP_BITS) - 1;
    }

    /** Whether {@code ::} stands for the first of the longest runs of two or more zero groups, or there is neither. */
    private boolean isRunRight(int runLength) {
        int longestAt = NO_RUN;
        int longest = 1;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            long half = i < GROUPS / 2 ? high : low;
            boolean zero = (half >>> (GROUPS / 2 - 1 - i % (GROUPS / 2)) * GROUP_BITS & 0xffff) == 0;
            length = zero ? length + 1 : 0;
            if (length > longest) {
                longest = length;
                longestAt = i - length + 1;
            }
        }
        return longestAt == runAt && (runAt == NO_RUN || longest == runLength);
    }
}
