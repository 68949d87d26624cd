package net.saltban.text;

/**
 * Text that somebody else chose, made safe for a terminal, a log or a message: control characters, the backslash,
 * everything that is not ASCII or that could reorder a line is escaped, and the length is bounded.
 */
public final class UntrustedText {
    private static final String CUT = "...";

    private UntrustedText() {}

    /**
     * The text with every character outside {@code ' '} to {@code '~'} as {@code \}{@code uXXXX}, cut to at most {@code charsMax}
     * characters of the result; a cut shows as {@code ...} at the end. Backslashes stay, since sshd's own escapes hold them.
     */
    public static String show(CharSequence text, int charsMax) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), charsMax));
        for (int i = 0; i < text.length(); i++) {
            int before = out.length();
            appendEscaped(out, text.charAt(i));
            if (out.length() > charsMax || out.length() == charsMax && i + 1 < text.length()) {
                out.setLength(Math.min(before, Math.max(0, charsMax - CUT.length())));
                return out.append(CUT, 0, Math.min(CUT.length(), charsMax)).toString();
            }
        }
        return out.toString();
    }

    private static void appendEscaped(StringBuilder out, char c) {
        if (c >= ' ' && c <= '~') {
            out.append(c);
        } else {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.append(Character.forDigit(c >>> shift & 15, 16));
            }
        }
    }
}
