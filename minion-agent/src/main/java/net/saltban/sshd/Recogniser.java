package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    // Once for all readers: making it takes half a millisecond.
    private static final Row[][] SSHD = index(SSHD_TABLES);
    private static final Row[][] PAM = index(List.of(PamSignatures.OLD_TABLE));
    private static final Row[][] DROPBEAR = index(List.of(DropbearSignatures.TABLE));
    private static final Row[][] NONE = new Row[0][];

    private record Row(Signature signature, Shape shape) {}

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
        into.begin(from, to);
        Row[][] rows = switch (program) {
            case SSHD -> SSHD;
            case SSHD_PAM -> PAM;
            case DROPBEAR -> DROPBEAR;
            case OTHER -> NONE;
        };
        if (rows.length > 0 && from < to) {
            unwrap(rows, b, from, to, into);
        }
    }

    /** {@code message repeated 2 times: [ MESSAGE]}: rsyslog says that the message came so many times more. */
    private static void unwrap(Row[][] rows, byte[] b, int from, int to, Reading into) {
        int start = from;
        int end = to;
        if (b[from] == 'm' && b[to - 1] == ']' && Ascii.startsWith(b, from, to, REPEATED)) {
            int digits = from + REPEATED.length;
            int behind = Ascii.skipDigits(b, digits, to);
            long count = Ascii.number(b, digits, behind);
            if (count > 0 && Ascii.startsWith(b, behind, to, TIMES)) {
                start = behind + TIMES.length;
                end = to - 1;
                into.begin(start, end);
                into.repeat = (int) Math.min(count, REPEAT_MAX);
            }
        }
        if (start < end) {
            match(rows, b, start, end, into);
        }
    }

    private static void match(Row[][] rows, byte[] b, int from, int to, Reading into) {
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
        for (Row row : rows[b[start] & 255]) {
            if (row.shape.match(b, start, end, preauth, into)) {
                into.signature = row.signature;
                into.open = into.endsInPeerText(end);
                judge(b, into);
                return;
            }
            if (into.why == Why.CUT && cut.isNone()) {
                cut = row.signature;
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

    private static Row[][] index(List<List<Signature>> tables) {
        List<List<Row>> lists = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            lists.add(new ArrayList<>());
        }
        for (List<Signature> table : tables) {
            for (Signature signature : table) {
                for (Shape shape : signature.shapes()) {
                    boolean[] first = shape.firstBytes();
                    for (int i = 0; i < 256; i++) {
                        if (first[i]) {
                            lists.get(i).add(new Row(signature, shape));
                        }
                    }
                }
            }
        }
        return lists.stream().map(list -> list.toArray(Row[]::new)).toArray(Row[][]::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
