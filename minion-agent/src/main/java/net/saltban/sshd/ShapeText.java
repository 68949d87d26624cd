package net.saltban.sshd;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import net.saltban.syslog.Literal;

/**
 * The notation in which the tables of signatures write a shape:
 *
 * <table>
 *   <caption>Parts of a shape</caption>
 *   <tr><td>{@code <ADDR>}</td><td>the peer's address; a host name there is recognised, and blames nobody</td></tr>
 *   <tr><td>{@code <ADDRPORT>}</td><td>the same, joined to its port by Dropbear</td></tr>
 *   <tr><td>{@code <OWN>}</td><td>an address of ours</td></tr>
 *   <tr><td>{@code <USER>}, {@code <LONGUSER>}</td><td>a user name chosen by the peer, at most 100 bytes, 187 bytes; it holds no colon</td></tr>
 *   <tr><td>{@code <RAWUSER>}</td><td>a user name that may hold anything</td></tr>
 *   <tr><td>{@code <ANY>}</td><td>other text chosen by the peer</td></tr>
 *   <tr><td>{@code <METHOD>}, {@code <METHOD=name>}</td><td>how the peer tried; of that name</td></tr>
 *   <tr><td>{@code <PORT>}, {@code <PID>}, {@code <COUNT>}, {@code <N>}</td><td>numbers</td></tr>
 *   <tr><td>{@code <WORD>}, {@code <PRINT>}, {@code <KEY>}</td><td>a word of sshd's own; a key's fingerprint; a key's
 *       description, up to the end</td></tr>
 *   <tr><td><code>{a|b|}</code></td><td>one of these, the first that matches; here also nothing</td></tr>
 *   <tr><td>{@code \}</td><td>before one of <code>&lt;{|}\</code>: that character itself</td></tr>
 * </table>
 *
 * Everything else is literal. A shape that ends in {@code  [preauth]} asks for that suffix; others allow it.
 */
final class ShapeText {
    /** The suffix by which a shape asks for it. */
    static final String PREAUTH = " [preauth]";

    private static final Literal NOTHING = Literal.of("");

    private final String text;
    private final String body;
    private int at;
    private Shape.Gap gap = Shape.Gap.NONE;
    private int gapIndex = -1;
    private boolean openEnd;
    private int addressIndex = -1;

    private ShapeText(String text) {
        this.text = text;
        this.body = text.endsWith(PREAUTH) ? text.substring(0, text.length() - PREAUTH.length()) : text;
    }

    /**
     * Reads a shape.
     *
     * @throws IllegalArgumentException if it cannot be told which address is the peer's; the message says why
     */
    static Shape parse(String text) {
        return new ShapeText(text).read();
    }

    private Shape read() {
        List<Element> all = sequence(true);
        if (at < body.length()) {
            throw wrong("\"" + body.charAt(at) + "\" closes nothing");
        }
        boolean addressInTail = gapIndex >= 0 && addressIndex >= gapIndex;
        Element[] none = {};
        Literal anchor = NOTHING;
        Element[] head = all.toArray(Element[]::new);
        Element[] tail = none;
        if (gapIndex >= 0) {
            if (!(all.get(gapIndex) instanceof Element.Text literal)) {
                throw wrong("behind text of the peer's choice stands no literal text that could end it");
            }
            anchor = literal.literal();
            head = all.subList(0, gapIndex).toArray(Element[]::new);
            tail = all.subList(gapIndex + 1, all.size()).toArray(Element[]::new);
            if (openEnd && addressInTail && (!isName(gap) || !hasColonBeforeEnd(tail))) {
                throw wrong("the address stands between two texts of the peer's choice, and no colon tells them apart");
            }
        }
        return new Shape(text, head, gap, tail, anchor, openEnd, addressInTail, text.endsWith(PREAUTH));
    }

    /** Reads elements up to the end or, inside a choice, up to {@code |} or a closing brace. */
    private List<Element> sequence(boolean top) {
        List<Element> elements = new ArrayList<>();
        ByteArrayOutputStream literal = new ByteArrayOutputStream();
        while (at < body.length()) {
            char c = body.charAt(at);
            if (!top && (c == '|' || c == '}')) {
                break;
            }
            if (c != '<' && c != '{') {
                if (top && c == '}') {
                    break;
                }
                if (c == '\\') {
                    at++;
                }
                literal.write(body.charAt(at++));
                continue;
            }
            flush(literal, elements);
            if (c == '{') {
                elements.add(choice());
            } else {
                placeholder(elements, top);
            }
        }
        flush(literal, elements);
        return elements;
    }

    private static void flush(ByteArrayOutputStream literal, List<Element> elements) {
        if (literal.size() > 0) {
            elements.add(new Element.Text(new Literal(literal.toByteArray())));
            literal.reset();
        }
    }

    private Element choice() {
        List<Element[]> alternatives = new ArrayList<>();
        do {
            at++;
            alternatives.add(sequence(false).toArray(Element[]::new));
        } while (at < body.length() && body.charAt(at) == '|');
        if (at >= body.length()) {
            throw wrong("a brace is not closed");
        }
        at++;
        return new Element.Choice(alternatives.toArray(Element[][]::new));
    }

    private void placeholder(List<Element> elements, boolean top) {
        int close = body.indexOf('>', at);
        if (close < 0) {
            throw wrong("a \"<\" is not closed");
        }
        String name = body.substring(at + 1, close);
        at = close + 1;
        boolean last = at == body.length() || !top && (body.charAt(at) == '|' || body.charAt(at) == '}');
        switch (name) {
            case "ADDR" -> address(elements, new Element.Host(false));
            case "ADDRPORT" -> address(elements, new Element.HostPort());
            case "OWN" -> elements.add(new Element.Host(true));
            case "USER", "LONGUSER", "RAWUSER", "ANY" -> peerText(elements, name, top, last);
            case "KEY" -> elements.add(new Element.Rest(Element.Rest.Kind.KEY));
            case "PRINT" -> elements.add(new Element.Print());
            case "WORD" -> elements.add(new Element.Word(false));
            case "METHOD" -> elements.add(new Element.Word(true));
            case "PORT" -> elements.add(new Element.Decimal(Element.Decimal.Meaning.PORT));
            case "PID" -> elements.add(new Element.Decimal(Element.Decimal.Meaning.PROCESS));
            case "COUNT" -> elements.add(new Element.Decimal(Element.Decimal.Meaning.COUNT));
            case "N" -> elements.add(new Element.Decimal(Element.Decimal.Meaning.PLAIN));
            default -> {
                if (!name.startsWith("METHOD=")) {
                    throw wrong("there is no placeholder <" + name + ">");
                }
                elements.add(new Element.Method(Literal.of(name.substring("METHOD=".length()))));
            }
        }
        openEnd |= name.equals("KEY");
    }

    private void address(List<Element> elements, Element address) {
        if (addressIndex >= 0) {
            throw wrong("there are two addresses");
        }
        addressIndex = elements.size();
        elements.add(address);
    }

    private void peerText(List<Element> elements, String name, boolean top, boolean last) {
        if (last) {
            openEnd = true;
            Element.Rest.Kind kind = name.equals("ANY") ? Element.Rest.Kind.TEXT : Element.Rest.Kind.USER;
            elements.add(new Element.Rest(kind));
            return;
        }
        if (!top || gap != Shape.Gap.NONE) {
            throw wrong("only one text of the peer's choice may have something behind it, outside braces");
        }
        gapIndex = elements.size();
        gap = switch (name) {
            case "USER" -> Shape.Gap.USER;
            case "LONGUSER" -> Shape.Gap.LONG_USER;
            case "RAWUSER" -> Shape.Gap.RAW_USER;
            default -> Shape.Gap.TEXT;
        };
    }

    /** Whether a colon is printed directly before the text at the end. */
    private static boolean hasColonBeforeEnd(Element[] elements) {
        boolean colon = false;
        for (Element element : elements) {
            if (element instanceof Element.Rest) {
                return colon;
            }
            if (element instanceof Element.Choice choice) {
                for (Element[] alternative : choice.alternatives()) {
                    if (endsInRest(alternative) && !hasColonBeforeEnd(alternative)) {
                        return false;
                    }
                    colon |= hasColonBeforeEnd(alternative);
                }
                continue;
            }
            colon = element instanceof Element.Text text && has(text.literal().bytes(), ':');
        }
        return colon;
    }

    /** Whether the text in a gap holds no colon. */
    private static boolean isName(Shape.Gap gap) {
        return gap == Shape.Gap.USER || gap == Shape.Gap.LONG_USER;
    }

    private static boolean endsInRest(Element[] elements) {
        return elements.length > 0 && elements[elements.length - 1] instanceof Element.Rest;
    }

    private static boolean has(byte[] bytes, char wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("shape \"" + text + "\": " + what);
    }
}
