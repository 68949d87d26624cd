package net.saltban.sshd;

import net.saltban.syslog.Ascii;

/** A part of a shape that matches at one place in one way. */
interface Element {
    /** Does not match. */
    int NO = -1;

    /** The place behind the match that begins at {@code at}, or {@link #NO}; what was found is noted. */
    int match(byte[] b, int at, int end, Reading into);

    /** Matches elements one behind the other. */
    static int matchAll(Element[] elements, byte[] b, int at, int end, Reading into) {
        int i = at;
        for (Element element : elements) {
            i = element.match(b, i, end, into);
            if (i < 0) {
                return NO;
            }
        }
        return i;
    }

    /** Fixed text. */
    final class Text implements Element {
        private final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            return Ascii.startsWith(b, at, end, bytes) ? at + bytes.length : NO;
        }
    }

    /** The first of several sequences that matches; an empty one always does. */
    final class Choice implements Element {
        private final Element[][] alternatives;

        Choice(Element[][] alternatives) {
            this.alternatives = alternatives;
        }

        Element[][] alternatives() {
            return alternatives;
        }

        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            for (Element[] alternative : alternatives) {
                int behind = matchAll(alternative, b, at, end, into);
                if (behind >= 0) {
                    return behind;
                }
            }
            return NO;
        }
    }

    /** A name of letters, digits, {@code -}, {@code /}, {@code .}, {@code @} and {@code _} that sshd or PAM chose. */
    record Word(boolean method) implements Element {
        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            int i = at;
            while (i < end && isWord(b[i])) {
                i++;
            }
            if (i > at && method) {
                into.methodFrom = at;
                into.methodTo = i;
            }
            return i > at ? i : NO;
        }

        private static boolean isWord(byte c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '-' && c <= '9' || c == '_' || c == '@';
        }
    }

    /** A method of a given name. */
    final class Method implements Element {
        private final byte[] name;

        Method(byte[] name) {
            this.name = name;
        }

        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            if (!Ascii.startsWith(b, at, end, name)) {
                return NO;
            }
            into.methodFrom = at;
            into.methodTo = at + name.length;
            return into.methodTo;
        }
    }

    /** The fingerprint of a key: everything up to a blank. */
    record Print() implements Element {
        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            int behind = Ascii.skipToken(b, at, end);
            into.keyFrom = at;
            into.keyTo = behind;
            return behind > at ? behind : NO;
        }
    }

    /** A decimal number. */
    record Decimal(Meaning meaning) implements Element {
        enum Meaning {
            PORT,
            PROCESS,
            COUNT,
            PLAIN
        }

        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            int behind = Ascii.skipDigits(b, at, end);
            long value = Ascii.number(b, at, behind);
            if (value < 0) {
                return NO;
            }
            switch (meaning) {
                case PORT -> into.port = (int) Math.min(value, 65_536);
                case PROCESS -> into.process = value;
                case COUNT -> into.count = (int) Math.max(1, Math.min(value, Recogniser.REPEAT_MAX));
                case PLAIN -> {}
            }
            return behind;
        }
    }

    /** A token that may be an address or a host name: the peer's or our own. */
    record Host(boolean own) implements Element {
        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            int i = tokenEnd(b, at, end);
            // "A: text": the colon is no part of an address, unless it ends in "::".
            if (i > at && b[i - 1] == ':' && (i - at < 2 || b[i - 2] != ':' || i - at > 2 && b[i - 3] == ':')) {
                i--;
            }
            if (i == at) {
                return NO;
            }
            if (own) {
                into.ownFrom = at;
                into.ownTo = i;
            } else {
                into.addressFrom = at;
                into.addressTo = i;
            }
            return i;
        }

        static int tokenEnd(byte[] b, int at, int end) {
            int i = at;
            while (i < end && isHost(b[i])) {
                i++;
            }
            return i;
        }

        private static boolean isHost(byte c) {
            return c >= '0' && c <= ':'
                    || c >= 'a' && c <= 'z'
                    || c == '.'
                    || c >= 'A' && c <= 'Z'
                    || c == '%'
                    || c == '-'
                    || c == '_';
        }
    }

    /** An address and a port as Dropbear joins them: the port stands behind the last colon, for IPv6 as well. */
    record HostPort() implements Element {
        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            int behind = Host.tokenEnd(b, at, end);
            int digits = behind;
            while (digits > at && Ascii.isDigit(b[digits - 1])) {
                digits--;
            }
            long port = Ascii.number(b, digits, behind);
            if (port < 0 || digits - 1 <= at || b[digits - 1] != ':') {
                return NO;
            }
            into.addressFrom = at;
            into.addressTo = digits - 1;
            into.port = (int) Math.min(port, 65_536);
            return behind;
        }
    }

    /** Everything up to the end of the message. */
    record Rest(Kind kind) implements Element {
        enum Kind {
            USER,
            KEY,
            TEXT
        }

        @Override
        public int match(byte[] b, int at, int end, Reading into) {
            switch (kind) {
                case USER -> {
                    into.userFrom = at;
                    into.userTo = end;
                }
                case KEY -> {
                    into.keyFrom = at;
                    into.keyTo = end;
                }
                case TEXT -> {
                    into.textFrom = at;
                    into.textTo = end;
                }
            }
            return end;
        }
    }
}
