package net.saltban.sshd;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a phrase, once at load. */
final class PhraseText {
    private static final Pattern TAG = Pattern.compile("([A-Za-z0-9_./-]{1,48}): ");
    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z]+)>");
    private static final int LITERAL_MIN = 8;

    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private boolean gapFirst;
    private boolean gapOpen;
    private boolean address;
    private boolean user;
    private int userBefore = -1;
    private int userAfter = -1;

    private PhraseText() {}

    static Phrase parse(String text) {
        if (text.isBlank() || text.length() > Phrase.CHARS_MAX) {
            throw wrong("has " + text.length() + " characters; write 1 to " + Phrase.CHARS_MAX);
        }
        if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw wrong(
                    "holds a character that is not printable ASCII; write what stands in the log, which escapes others");
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        if (!placeholder.find()) {
            return plain(text);
        }
        Matcher tag = TAG.matcher(text);
        boolean tagged = tag.lookingAt();
        String program = tagged ? tag.group(1) : Phrase.SSHD;
        return new Phrase(text, program, false, new PhraseText().read(tagged ? text.substring(tag.end()) : text));
    }

    private static Phrase plain(String text) {
        if (text.indexOf('<') >= 0) {
            throw wrong("holds '<' but no placeholder; the placeholders are <ADDR>, <USER> and <ANY>");
        }
        if (text.startsWith("Accepted ")) {
            throw wrong("is what sshd writes of a login; a phrase counts failed attempts");
        }
        if (text.strip().length() < LITERAL_MIN) {
            throw wrong("is shorter than " + LITERAL_MIN
                    + " characters, so that it would match too much; write more of the message");
        }
        return new Phrase(text, Phrase.SSHD, true, new PhraseParts(List.of(text), List.of(), false, true, -1, -1));
    }

    private PhraseParts read(String body) {
        Matcher placeholder = PLACEHOLDER.matcher(body);
        int at = 0;
        while (placeholder.find()) {
            literal(body.substring(at, placeholder.start()));
            placeholder(placeholder.group(1), placeholder.start() == 0);
            at = placeholder.end();
        }
        literal(body.substring(at));
        if (!address) {
            throw wrong("has no <ADDR>; write it where the address stands");
        }
        if (after.isEmpty()) {
            after.add("");
        }
        int literals = before.stream().mapToInt(String::length).sum()
                + after.stream().mapToInt(String::length).sum();
        if (literals < LITERAL_MIN) {
            throw wrong("has less than " + LITERAL_MIN
                    + " characters beside its placeholders, so that it would match too much;"
                    + " write more of the message");
        }
        return new PhraseParts(before, after, gapFirst, gapOpen, userBefore, userAfter);
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            if (address && after.isEmpty() && mayBeAddress(text.charAt(0))) {
                throw wrong("goes on behind <ADDR> with \"" + text.charAt(0) + "\", which may stand in an address;"
                        + " take a message in which a blank, a bracket, a quote or a comma ends it");
            }
            (address ? after : before).add(text);
            gapOpen = false;
        }
    }

    private static boolean mayBeAddress(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || ".%-_".indexOf(c) >= 0;
    }

    private void placeholder(String name, boolean first) {
        switch (name) {
            case "ADDR" -> {
                if (address) {
                    throw wrong("has two <ADDR>; write <ANY> for an address that is not the peer's");
                }
                if (gapOpen) {
                    throw wrong("has a placeholder right before <ADDR>; write the text that stands between them");
                }
                if (first) {
                    before.add("");
                }
                address = true;
            }
            case "USER" -> {
                if (user) {
                    throw wrong("has two <USER>; write <ANY> for the other");
                }
                user = true;
                gap();
                if (address) {
                    userAfter = after.size();
                } else {
                    userBefore = before.size();
                }
            }
            case "ANY" -> gap();
            default -> throw wrong("has <" + name + ">; the placeholders are <ADDR>, <USER> and <ANY>");
        }
    }

    private void gap() {
        if (gapOpen) {
            throw wrong("has two placeholders side by side; write the text that stands between them");
        }
        if (address && after.isEmpty()) {
            throw wrong("has a placeholder right behind <ADDR>; write the text that stands between them");
        }
        gapFirst |= !address && before.isEmpty();
        gapOpen = true;
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("the phrase " + what);
    }
}
