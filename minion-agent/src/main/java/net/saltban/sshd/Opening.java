package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import net.saltban.syslog.Literal;

/**
 * Literal text that a message of some shape begins with, one for each combination of the choices in it: {@code Connection {closed|reset} by <ADDR>}
 * opens with {@code Connection closed by } or {@code Connection reset by }. A message is compared with these first; only where one fits, the rest
 * of the shape is looked at, and read from its text at all.
 */
final class Opening {
    private static final String METHOD = "<METHOD=";
    private static final int NO_METHOD = -1;

    private final Literal literal;
    private final String rest;
    private final int methodFrom;
    private final int methodTo;

    private Opening(String text, String rest, int methodFrom, int methodTo) {
        this.literal = Literal.of(text);
        this.rest = rest;
        this.methodFrom = methodFrom;
        this.methodTo = methodTo;
    }

    /**
     * The openings of a shape, in the order in which its choices are tried. One may be empty.
     *
     * @param shape in the notation of {@link ShapeText}
     * @throws IllegalArgumentException if the first choice that matches could not be told by the openings alone
     */
    static List<Opening> of(String shape) {
        boolean preauth = shape.endsWith(ShapeText.PREAUTH);
        String body = preauth ? shape.substring(0, shape.length() - ShapeText.PREAUTH.length()) : shape;
        List<Opening> openings = new ArrayList<>();
        expand("", NO_METHOD, NO_METHOD, body, preauth ? ShapeText.PREAUTH : "", openings);
        return openings;
    }

    private static void expand(
            String before, int methodFrom, int methodTo, String text, String suffix, List<Opening> into) {
        StringBuilder literal = new StringBuilder(before);
        int from = methodFrom;
        int to = methodTo;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{' && isLiteral(text, at)) {
                choices(literal.toString(), from, to, text, at, suffix, into);
                return;
            }
            if (c == '<' && text.startsWith(METHOD, at)) {
                int close = text.indexOf('>', at);
                from = literal.length();
                literal.append(text, at + METHOD.length(), close);
                to = literal.length();
                at = close + 1;
            } else if (c == '{' || c == '<') {
                break;
            } else {
                at += c == '\\' ? 1 : 0;
                literal.append(text.charAt(at++));
            }
        }
        into.add(new Opening(literal.toString(), text.substring(at) + suffix, from, to));
    }

    private static void choices(
            String before, int from, int to, String text, int brace, String suffix, List<Opening> into) {
        int close = text.indexOf('}', brace);
        if (close < 0 || text.lastIndexOf('{', close) > brace) {
            throw new IllegalArgumentException(
                    "shape \"" + text + "\": a choice that opens it is not closed, or holds another");
        }
        String behind = text.substring(close + 1);
        String[] alternatives = text.substring(brace + 1, close).split("\\|", -1);
        for (int i = 0; i < alternatives.length; i++) {
            for (int k = 0; k < i; k++) {
                if (mayBeMistaken(alternatives[i], alternatives[k], behind)) {
                    throw new IllegalArgumentException("shape \"" + text + "\": what follows \"" + alternatives[i]
                            + "\" may be taken for \"" + alternatives[k] + "\"");
                }
            }
            expand(before, from, to, alternatives[i] + behind, suffix, into);
        }
    }

    /** Whether a message that holds one of two alternatives may hold the other one with what follows: then their order would not tell. */
    private static boolean mayBeMistaken(String one, String other, String behind) {
        boolean isLonger = one.length() > other.length();
        String longer = isLonger ? one : other;
        String shorter = isLonger ? other : one;
        if (!longer.startsWith(shorter) || behind.isEmpty() || behind.charAt(0) == '<') {
            return false;
        }
        if (other.equals(shorter)) {
            return true; // the shorter is tried first, and what the longer has more would have to follow it
        }
        String more = longer.substring(shorter.length());
        int alike = 0;
        while (alike < more.length() && alike < behind.length() && more.charAt(alike) == behind.charAt(alike)) {
            alike++;
        }
        return alike == more.length() || alike == behind.length() || "<{\\".indexOf(behind.charAt(alike)) >= 0;
    }

    /** Whether a choice holds nothing but literal text and names of methods. */
    private static boolean isLiteral(String text, int brace) {
        int close = text.indexOf('}', brace);
        for (int i = text.indexOf('<', brace); i >= 0 && i < close; i = text.indexOf('<', i + 1)) {
            if (!text.startsWith(METHOD, i)) {
                return false;
            }
        }
        return text.lastIndexOf('\\', close) < brace;
    }

    /** The literal text. */
    Literal literal() {
        return literal;
    }

    /** What of the shape stands behind it. */
    String rest() {
        return rest;
    }

    /** Notes the method that the opening names, if it does. */
    void note(int at, Reading into) {
        if (methodFrom >= 0) {
            into.methodFrom = at + methodFrom;
            into.methodTo = at + methodTo;
        }
    }

    /** The literal text, for people. */
    @Override
    public String toString() {
        return new String(literal.bytes(), StandardCharsets.US_ASCII);
    }
}
