package net.saltban.sshd;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The literal texts of all signatures, and what stands around them: words for a fuzzer to put together. */
public final class LineWords {
    private static final List<String> OTHERS = List.of(
            "Jan  5 03:04:05 web1 sshd[9]: ",
            "2026-01-05T03:04:05Z h sshd-session[9]: ",
            "<38>1 2026-01-05T03:04:05Z h sshd 9 - - ",
            "message repeated 2 times: [ ",
            "last message repeated 3 times",
            "error: ",
            "fatal: ",
            " [preauth]",
            " [postauth]",
            " from 198.51.100.7 port 22",
            "198.51.100.7",
            "2001:db8::7",
            "fe80::1%v0",
            "::ffff:203.0.113.66",
            "[198.51.100.7]:22",
            "sshd(pam_unix)[9]: ",
            "dropbear[9]: ",
            "UNKNOWN",
            "\\\\200\\\\200\\\\200\\\\200\\\\200\\\\200\\\\200\\\\200\\\\200\\\\200",
            "<ADDR>",
            "<USER>",
            "<ANY>");

    private LineWords() {}

    /** All, none twice. */
    public static Collection<String> all() {
        Set<String> words = new LinkedHashSet<>(OTHERS);
        for (Signature signature : Recogniser.signatures()) {
            for (Shape shape : signature.shapes()) {
                for (String literal : shape.toString().split("<[A-Z]+(?:=[^>]*)?>|[{|}]", -1)) {
                    if (literal.length() > 2) {
                        words.add(literal);
                    }
                }
            }
        }
        return words;
    }
}
