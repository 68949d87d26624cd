package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Any text as a phrase, and any bytes as messages: the phrase is refused with a reason or reads back as itself; where it finds an address, the
 * text before and behind it is what the phrase says; nothing beyond a message is looked at.
 */
public final class PhraseFuzz {
    private static final Pattern PLACEHOLDER = Pattern.compile("<(?:ADDR|USER|ANY)>");
    private static final int MESSAGE_BYTES_MAX = 1024;

    private PhraseFuzz() {}

    /** Called by Jazzer. The first line is the phrase, each other one a message. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 8);
        Phrase phrase;
        try {
            phrase = Phrase.parse(new String(lines[0].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            LineFuzz.require(e.getMessage() != null && !e.getMessage().isEmpty(), "no reason is given");
            return;
        }
        LineFuzz.require(
                Phrase.parse(phrase.toString()).toString().equals(phrase.toString()), "a phrase reads back otherwise");
        SshdReader reader = new SshdReader(ZoneOffset.UTC, List.of(phrase));
        LineExplainer explainer = new LineExplainer(List.of(phrase));
        for (int i = 1; i < lines.length; i++) {
            byte[] message = lines[i].substring(0, Math.min(MESSAGE_BYTES_MAX, lines[i].length()))
                    .getBytes(StandardCharsets.ISO_8859_1);
            if (!phrase.isPlain()) {
                message(phrase, message);
            }
            byte[] line =
                    ("Jan  5 03:04:05 web1 " + phrase.tag() + "[7]: " + lines[i]).getBytes(StandardCharsets.ISO_8859_1);
            explainer.explain(line, 0, line.length);
            reader.line(line, 0, line.length, Lines.NOT_AFTER, event -> {});
        }
    }

    private static void message(Phrase phrase, byte[] message) {
        Reading reading = new Reading();
        reading.begin(0, message.length);
        Phrase.Match match = phrase.match(message, 0, message.length, reading);
        for (char filler : new char[] {' ', '1', ':'}) {
            byte[] amid = Garbage.around(message, filler);
            Reading again = new Reading();
            int from = Garbage.AROUND;
            again.begin(from, from + message.length);
            LineFuzz.require(
                    phrase.match(amid, from, from + message.length, again) == match,
                    "what stands around a message changes it");
            LineFuzz.require(
                    match != Phrase.Match.YES || again.addressFrom == reading.addressFrom + from, "another address");
        }
        if (match == Phrase.Match.YES) {
            fits(phrase, new String(message, StandardCharsets.ISO_8859_1), reading);
        }
    }

    private static void fits(Phrase phrase, String message, Reading r) {
        LineFuzz.require(0 <= r.addressFrom && r.addressFrom < r.addressTo, "the address is nowhere");
        LineFuzz.require(0 <= r.userFrom && r.userFrom <= r.userTo && r.userTo <= message.length(), "user " + r.userTo);
        String text = phrase.toString();
        String written = text.startsWith(phrase.tag() + ": ")
                ? text.substring(phrase.tag().length() + 2)
                : text;
        if (written.indexOf('\\') >= 0) {
            return;
        }
        int at = written.indexOf("<ADDR>");
        boolean before = matches(written.substring(0, at), message.substring(0, r.addressFrom));
        boolean behind = matches(written.substring(at + 6), message.substring(r.addressTo));
        LineFuzz.require(
                before && behind,
                "the address " + message.substring(r.addressFrom, r.addressTo) + " of \"" + message
                        + "\" is not where \"" + text + "\" says");
    }

    private static boolean matches(String part, String text) {
        StringBuilder regex = new StringBuilder("(?s)");
        int from = 0;
        var placeholders = PLACEHOLDER.matcher(part);
        while (placeholders.find()) {
            regex.append(Pattern.quote(part.substring(from, placeholders.start())))
                    .append(".*");
            from = placeholders.end();
        }
        return text.matches(regex.append(Pattern.quote(part.substring(from))).toString());
    }

    /** Phrases of the documentation and messages that fit. */
    public static List<byte[]> seeds() {
        List<String> texts = new ArrayList<>(List.of(
                "Failed password for\nFailed password for root from 198.51.100.7 port 22 ssh2",
                "dovecot: imap-login: Disconnected (auth failed, <ANY>): user=<USER>, <ANY>rip=<ADDR>, <ANY>\n"
                        + "imap-login: Disconnected (auth failed, 1 attempts): user=<x>, method=PLAIN, rip=198.51.100.7, lip=192.0.2.1",
                "<ANY>[<ADDR>]: SASL <ANY> authentication failed<ANY>\nwarning: unknown[198.51.100.7]: SASL LOGIN authentication failed: x",
                "nginx: <ANY>client: <ADDR>, server<ANY>\n1: client: 2001:db8::7, server: x",
                "Bad thing of <USER> from <ADDR>:<ANY>\nBad thing of x from 198.51.100.7:22",
                "x: <ADDR>\n198.51.100.7"));
        return texts.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
