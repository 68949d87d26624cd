package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import net.saltban.syslog.Ascii;

/** An operator's phrases, looked at behind the signatures: what a signature counts as an attempt or a login stays what it is. */
final class Phrases {
    private static final Signature PHRASE =
            Signature.row("phrase", Says.FAILURE, Counts.ATTEMPT, "configured", "phrase <ANY>");

    private static final byte[] ERROR = "error: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FATAL = "fatal: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PREAUTH = " [preauth]".getBytes(StandardCharsets.US_ASCII);

    private final Phrase[] sshd;
    private final Phrase[] others;
    private final byte[][] tags;
    private final Reading found = new Reading();

    Phrases(List<Phrase> phrases) {
        List<Phrase> ofSshd = new ArrayList<>();
        List<Phrase> ofOthers = new ArrayList<>();
        for (Phrase phrase : phrases) {
            (phrase.tag().equals(Phrase.SSHD) ? ofSshd : ofOthers).add(phrase);
        }
        this.sshd = ofSshd.toArray(Phrase[]::new);
        this.others = ofOthers.toArray(Phrase[]::new);
        this.tags = new byte[others.length][];
        for (int i = 0; i < others.length; i++) {
            tags[i] = Phrase.bytes(others[i].tag());
        }
    }

    /** Whether there are phrases for other programs than sshd. */
    boolean hasOthers() {
        return others.length > 0;
    }

    /** Looks at a message of sshd whose signature is known, or that has none. */
    void readSshd(byte[] b, Reading into) {
        if (sshd.length == 0 || into.isAmbiguous()) {
            return;
        }
        Says says = into.signature.says();
        if (says == Says.FAILURE || says == Says.SUCCESS) {
            return;
        }
        int from = into.messageFrom;
        if (Ascii.startsWith(b, from, into.messageTo, ERROR) || Ascii.startsWith(b, from, into.messageTo, FATAL)) {
            from += ERROR.length;
        }
        for (Phrase phrase : sshd) {
            if (phrase.isPlain()) {
                if (into.hasPeer()
                        && (phrase.begins(b, from, into.messageTo)
                                || phrase.begins(b, into.messageFrom, into.messageTo))) {
                    into.signature = PHRASE;
                    return;
                }
            } else if (read(phrase, b, from, into)) {
                return;
            }
        }
    }

    /** Looks at a message of another program; whether it is one of a phrase. */
    boolean readOther(byte[] b, byte[] tag, int tagFrom, int tagTo, int from, int to, Reading into) {
        for (int i = 0; i < others.length; i++) {
            if (Ascii.equals(tag, tagFrom, tagTo, tags[i])) {
                Recogniser.begin(b, from, to, into);
                if (read(others[i], b, into.messageFrom, into)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean read(Phrase phrase, byte[] b, int from, Reading into) {
        found.begin(into.messageFrom, into.messageTo);
        Phrase.Match match = phrase.match(b, from, into.messageTo, found);
        int end = into.messageTo - PREAUTH.length;
        if (match == Phrase.Match.NO && end > from && Ascii.startsWith(b, end, into.messageTo, PREAUTH)) {
            match = phrase.match(b, from, end, found);
        }
        if (match == Phrase.Match.NO) {
            return false;
        }
        found.repeat = into.repeat;
        found.signature = PHRASE;
        found.why = match == Phrase.Match.AMBIGUOUS
                ? Why.TWO_READINGS
                : PeerAddress.read(b, found.addressFrom, found.addressTo, found);
        boolean differs = into.hasPeer() && found.hasPeer() && (into.high != found.high || into.low != found.low);
        into.take(found);
        into.why = differs ? Why.TWO_READINGS : into.why;
        return true;
    }
}
