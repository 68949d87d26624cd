package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import net.saltban.syslog.Ascii;

/** Finds the signature of a message. Knows nothing of other messages. */
final class Recogniser {
    /** Repetitions, and attempts that PAM sums up, count up to this number; more in one message is nobody's real log. */
    static final int REPEAT_MAX = 10_000;

    private static final byte[] REPEATED = ascii("message repeated ");
    private static final byte[] TIMES = ascii(" times: [ ");
    private static final byte[] ERROR = ascii("error: ");
    private static final byte[] FATAL = ascii("fatal: ");
    private static final byte[] PREAUTH = ascii(" [preauth]");
    private static final byte[] POSTAUTH = ascii(" [postauth]");

    private static final List<List<Signature>> SSHD_TABLES =
            List.of(AuthenticationSignatures.TABLE, PamSignatures.TABLE, ConnectionSignatures.TABLE);

    private final Map<Program, SignatureIndex> indexes = new EnumMap<>(Program.class);

    /** All signatures, in the order in which they are tried. */
    static List<Signature> signatures() {
        List<Signature> all = new ArrayList<>();
        SSHD_TABLES.forEach(all::addAll);
        all.addAll(PamSignatures.OLD_TABLE);
        all.addAll(DropbearSignatures.TABLE);
        return all;
    }

    /** Reads one message without its prefix. */
    void read(Program program, byte[] b, int from, int to, Reading into) {
        begin(b, from, to, into);
        if (program != Program.OTHER && into.messageFrom < into.messageTo) {
            match(index(program), b, into.messageFrom, into.messageTo, into);
        }
    }

    /** Begins to read a message; in {@code message repeated 2 times: [ MESSAGE]} rsyslog says that it came so many times more. */
    static void begin(byte[] b, int from, int to, Reading into) {
        into.begin(from, to);
        if (from < to && b[from] == 'm' && b[to - 1] == ']' && Ascii.startsWith(b, from, to, REPEATED)) {
            int digits = from + REPEATED.length;
            int behind = Ascii.skipDigits(b, digits, to);
            long count = Ascii.number(b, digits, behind);
            if (count > 0 && Ascii.startsWith(b, behind, to, TIMES)) {
                into.begin(behind + TIMES.length, to - 1);
                into.repeat = (int) Math.min(count, REPEAT_MAX);
            }
        }
    }

    /** The index of a program's messages, made when its first message comes. */
    private SignatureIndex index(Program program) {
        SignatureIndex known = indexes.get(program);
        if (known == null) {
            known = new SignatureIndex(
                    switch (program) {
                        case SSHD -> SSHD_TABLES;
                        case SSHD_PAM -> List.of(PamSignatures.OLD_TABLE);
                        case DROPBEAR -> List.of(DropbearSignatures.TABLE);
                        case OTHER -> List.of();
                    });
            indexes.put(program, known);
        }
        return known;
    }

    private static void match(SignatureIndex index, byte[] b, int from, int to, Reading into) {
        int start = from;
        if (Ascii.startsWith(b, from, to, ERROR) || Ascii.startsWith(b, from, to, FATAL)) {
            start += ERROR.length;
        }
        int end = to;
        boolean preauth = false;
        if (b[to - 1] == ']') {
            if (endsWith(b, start, to, PREAUTH)) {
                preauth = true;
                end = to - PREAUTH.length;
            } else if (endsWith(b, start, to, POSTAUTH)) {
                end = to - POSTAUTH.length;
            }
        }
        if (start == end) {
            return;
        }
        Signature cut = Signature.NONE;
        SignatureIndex.Row before = null;
        for (SignatureIndex.Row row : index.rows(b, start, end)) {
            Opening opening = row.opening();
            if (!opening.literal().isAt(b, start, end) || before != null && row.isSameShape(before)) {
                continue;
            }
            before = row;
            opening.note(start, into);
            if (row.shape().match(b, start + opening.literal().length(), end, preauth, into)) {
                into.signature = row.signature();
                into.open = into.endsInPeerText(end);
                judge(b, into);
                return;
            }
            if (into.why == Why.CUT && cut.isNone()) {
                cut = row.signature();
            }
            into.clear();
            into.why = Why.UNKNOWN;
        }
        if (!cut.isNone()) {
            into.signature = cut;
            into.why = Why.CUT;
        }
    }

    private static void judge(byte[] b, Reading into) {
        if (!into.hasAddress()) {
            into.why = Why.NO_ADDRESS;
        } else if (into.why == Why.PEER) {
            into.why = PeerAddress.read(b, into.addressFrom, into.addressTo, into);
        }
    }

    private static boolean endsWith(byte[] b, int from, int to, byte[] suffix) {
        return to - from >= suffix.length && Ascii.startsWith(b, to - suffix.length, to, suffix);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
