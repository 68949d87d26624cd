package net.saltban.sshd;

import net.saltban.syslog.Ascii;
import net.saltban.syslog.Literal;

/** A part of a shape that matches at one place in one way. A class: a call through an interface takes longer. */
abstract class Element {
    /** Does not match. */
    static final int NO = -1;

    /** The place behind the match that begins at {@code at}, or {@link #NO}; what was found is noted. */
    abstract int match(byte[] b, int at, int end, Reading into);

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
    static final class Text extends Element {
        private final Literal literal;

        Text(Literal literal) {
            this.literal = literal;
        }

        Literal literal() {
            return literal;
        }

        @Override
        int match(byte[] b, int at, int end, Reading into) {
            return literal.isAt(b, at, end) ? at + literal.length() : NO;
        }
    }

    /** The first of several sequences that matches; an empty one always does. */
    static final class Choice extends Element {
        private final Element[][] alternatives;

        Choice(Element[][] alternatives) {
            this.alternatives = alternatives;
        }

        Element[][] alternatives() {
            return alternatives;
        }

        @Override
        int match(byte[] b, int at, int end, Reading into) {
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
    static final class Word extends Element {
        private final boolean method;

        Word(boolean method) {
            this.method = method;
        }

        @Override
        int match(byte[] b, int at, int end, Reading into) {
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
    static final class Method extends Element {
        private final Literal name;

        Method(Literal name) {
            this.name = name;
        }

        @Override
        int match(byte[] b, int at, int end, Reading into) {
            if (!name.isAt(b, at, end)) {
                return NO;
            }
            into.methodFrom = at;
            into.methodTo = at + name.length();
            return into.methodTo;
        }
    }

    /** The fingerprint of a key: everything up to a blank. */
    static final class Print extends Element {
        @Override
        int match(byte[] b, int at, int end, Reading into) {
            int behind = Ascii.skipToken(b, at, end);
            into.keyFrom = at;
            into.keyTo = behind;
            return behind > at ? behind : NO;
        }
    }

    /** A decimal number. */
    static final class Decimal extends Element {
        private final Meaning meaning;

        Decimal(Meaning meaning) {
            this.meaning = meaning;
        }

        enum Meaning {
            PORT,
            PROCESS,
            COUNT,
            PLAIN
        }

        @Override
        int match(byte[] b, int at, int end, Reading into) {
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
    static final class Host extends Element {
        private final boolean own;

        Host(boolean own) {
            this.own = own;
        }

        private static final boolean[] IS_HOST = hostBytes();

        @Override
        int match(byte[] b, int at, int end, Reading into) {
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
            while (i < end && IS_HOST[b[i] & 255]) {
                i++;
            }
            return i;
        }

        private static boolean[] hostBytes() {
            boolean[] is = new boolean[256];
            for (char c : "0123456789:.%-_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".toCharArray()) {
                is[c] = true;
            }
            return is;
        }
    }

    /** An address and a port as Dropbear joins them: the port stands behind the last colon, for IPv6 as well. */
    static final class HostPort extends Element {
        @Override
        int match(byte[] b, int at, int end, Reading into) {
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
    static final class Rest extends Element {
        private final Kind kind;

        Rest(Kind kind) {
            this.kind = kind;
        }

        enum Kind {
            USER,
            KEY,
            TEXT
        }

        @Override
        int match(byte[] b, int at, int end, Reading into) {
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
