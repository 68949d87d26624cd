package net.saltban.address;

import java.util.Optional;

/** Reads the text forms of addresses without allocating anything but the result. */
final class AddressParser {
    private static final int IPV6_TEXT_MAX = 45;

    private AddressParser() {}

    static Optional<IpAddress> parse(CharSequence text) {
        int length = text.length();
        if (length < 2 || length > IPV6_TEXT_MAX) {
            return Optional.empty();
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) == ':') {
                return parseIpv6(text);
            }
        }
        long bits = parseIpv4(text, 0);
        return bits < 0 ? Optional.empty() : Optional.of(IpAddress.ofIpv4((int) bits));
    }

    /** The 32 bits, or -1 if the text from {@code start} to its end is no dotted quad. */
    private static long parseIpv4(CharSequence text, int start) {
        long bits = 0;
        int position = start;
        for (int part = 0; part < 4; part++) {
            int digits = 0;
            int value = 0;
            while (position < text.length() && isDigit(text.charAt(position)) && digits < 4) {
                value = value * 10 + (text.charAt(position) - '0');
                digits++;
                position++;
            }
            boolean leadingZero = digits > 1 && text.charAt(position - digits) == '0';
            if (digits == 0 || digits > 3 || value > 255 || leadingZero) {
                return -1;
            }
            bits = bits << 8 | value;
            if (part < 3) {
                if (position >= text.length() || text.charAt(position) != '.') {
                    return -1;
                }
                position++;
            }
        }
        return position == text.length() ? bits : -1;
    }

    private static Optional<IpAddress> parseIpv6(CharSequence text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int position = 0;
        int length = text.length();
        if (text.charAt(0) == ':') {
            if (text.charAt(1) != ':') {
                return Optional.empty();
            }
            gap = 0;
            position = 2;
        }
        while (position < length) {
            int end = position;
            int value = 0;
            while (end < length
                    && Character.digit(text.charAt(end), 16) >= 0
                    && text.charAt(end) < 128
                    && end - position < 5) {
                value = value << 4 | Character.digit(text.charAt(end), 16);
                end++;
            }
            if (end < length && text.charAt(end) == '.') {
                long bits = count <= 6 ? parseIpv4(text, position) : -1;
                if (bits < 0) {
                    return Optional.empty();
                }
                groups[count++] = (int) (bits >>> 16);
                groups[count++] = (int) (bits & 0xffff);
                position = length;
                break;
            }
            if (end == position || end - position > 4 || count == 8) {
                return Optional.empty();
            }
            groups[count++] = value;
            position = end;
            if (position == length) {
                break;
            }
            if (text.charAt(position) != ':' || position + 1 == length) {
                return Optional.empty();
            }
            position++;
            if (text.charAt(position) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = count;
                position++;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return Optional.empty();
        }
        return Optional.of(assemble(groups, count, gap));
    }

    private static IpAddress assemble(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            int value;
            if (gap < 0 || i < gap) {
                value = groups[i];
            } else {
                int fromEnd = 8 - i;
                value = fromEnd <= count - gap ? groups[count - fromEnd] : 0;
            }
            if (i < 4) {
                high = high << 16 | value;
            } else {
                low = low << 16 | value;
            }
        }
        return new IpAddress(high, low);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
