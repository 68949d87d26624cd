package net.saltban.sshd;

import java.util.ArrayList;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.limits.InputLimits;
import net.saltban.syslog.SyslogHeader;

/** Says what lines mean, by what {@link LineReader} says of them. */
public final class LineExplainer {
    private static final int LOOK_ALIKES_MAX = 8;
    private static final String NO_TIME = "nothing: its stamp tells no time of day";
    private static final String NEAR_BARE =
            "it follows so closely on a line of sshd without prefix that its own prefix may be the peer's text";

    private final LineReader reader;
    private final LineReading line = new LineReading();
    private final Reading reading = line.reading;
    private final SyslogHeader header;
    private final Reading candidate = new Reading();
    private final TextCache texts = new TextCache();
    private final BareLines bareLines = new BareLines();

    /** Whether the line counts for something. */
    private boolean counts;

    /** Explains by the signatures. */
    public LineExplainer() {
        this(List.of());
    }

    /** Explains by the signatures and an operator's own phrases. */
    public LineExplainer(List<Phrase> phrases) {
        this.reader = new LineReader(phrases);
        this.header = reader.header();
    }

    /** The meaning of the line behind the one that was explained so before, as {@link #explain}. */
    public LineMeaning explainNext(byte[] b, int from, int to) {
        int bytes = Math.min(to - from, InputLimits.LOG_LINE_BYTES_MAX) + 1;
        boolean isNear = bareLines.isNear(0);
        LineMeaning meaning = explain(b, from, to);
        if (counts && line.kind == LineReading.Kind.BARE) {
            bareLines.see(bytes);
        }
        bareLines.pass(bytes);
        return isNear && meaning instanceof LineMeaning.Tells tells
                ? new LineMeaning.Ambiguous(tells.signature(), NEAR_BARE, tells.lookAlikes())
                : meaning;
    }

    /**
     * The meaning of one line, without its line end, as if it were the only one. Only the first {@link InputLimits#LOG_LINE_BYTES_MAX} bytes
     * are looked at.
     */
    public LineMeaning explain(byte[] b, int from, int to) {
        int end = Math.min(to, from + InputLimits.LOG_LINE_BYTES_MAX);
        counts = reader.read(b, from, end, line);
        if (counts && line.kind == LineReading.Kind.REPETITION) {
            return new LineMeaning.Repetition(line.repeated);
        }
        if (!reader.isPrefixed()) {
            return new LineMeaning.NoPrefix();
        }
        if (reader.program() == Program.OTHER && !counts) {
            return new LineMeaning.OtherProgram(texts.text(b, header.tagFrom(), header.tagTo()));
        }
        List<LineMeaning.LookAlike> lookAlikes = lookAlikes(b, from, end);
        Signature signature = reading.signature;
        if (signature.isNone()) {
            return new LineMeaning.Unknown(lookAlikes);
        }
        if (reading.isAmbiguous()) {
            return new LineMeaning.Ambiguous(signature.name(), reading.why.text(), lookAlikes);
        }
        if (!reading.isTelling()) {
            String why = reading.hasPeer() ? "messages of this form neither blame nor admit" : reading.why.text();
            return new LineMeaning.Nobody(signature.name(), why, lookAlikes);
        }
        return new LineMeaning.Tells(
                signature.name(),
                signature.says().word(),
                reading.peer(),
                reading.addressFrom - from,
                reading.addressTo - from,
                texts.text(b, reading.userFrom, reading.userTo),
                line.stamp.isTime() ? signature.counts().text(reading.repeat) : NO_TIME,
                lookAlikes);
    }

    private List<LineMeaning.LookAlike> lookAlikes(byte[] b, int from, int to) {
        List<LineMeaning.LookAlike> found = new ArrayList<>();
        int at = from;
        while (at < to && found.size() < LOOK_ALIKES_MAX) {
            int end = Element.Host.tokenEnd(b, at, to);
            if (end > at && end - at <= 64) {
                add(b, at, end, found);
            }
            at = end + 1;
        }
        return found;
    }

    private void add(byte[] b, int from, int tokenEnd, List<LineMeaning.LookAlike> found) {
        int to = tokenEnd;
        while (to > from && (b[to - 1] == '.' || b[to - 1] == ':' && !isGapAtEnd(b, from, to))) {
            to--;
        }
        Why why = PeerAddress.read(b, from, to, candidate);
        if (why != Why.PEER && why != Why.NO_PEER) {
            return;
        }
        IpAddress address = candidate.peer();
        boolean isPeer = reading.isTelling() && (from == reading.addressFrom || address.equals(reading.peer()));
        if (!isPeer) {
            found.add(new LineMeaning.LookAlike(texts.text(b, from, to), whyNot(from)));
        }
    }

    private static boolean isGapAtEnd(byte[] b, int from, int to) {
        return to - from > 2 && b[to - 2] == ':' && b[to - 3] != ':';
    }

    private String whyNot(int at) {
        if (at < header.messageFrom()) {
            return isIn(at, header.hostFrom(), header.hostTo())
                    ? "it is the name of the host that wrote the line"
                    : "it stands in the prefix";
        }
        if (reading.signature.isNone()) {
            return "no signature says that the peer stands there";
        }
        if (isIn(at, reading.userFrom, reading.userTo)) {
            return "it stands in the user name, which the peer chose";
        }
        if (isIn(at, reading.textFrom, reading.textTo)) {
            return "it stands in text that the peer chose";
        }
        if (isIn(at, reading.keyFrom, reading.keyTo)) {
            return "it stands in the description of a key";
        }
        if (isIn(at, reading.ownFrom, reading.ownTo)) {
            return "it is an address of this server";
        }
        if (isIn(at, reading.addressFrom, reading.addressTo)) {
            return reading.hasPeer() ? "messages of this form neither blame nor admit" : reading.why.text();
        }
        return reading.isAmbiguous() ? reading.why.text() : "no peer is printed there";
    }

    private static boolean isIn(int at, int from, int to) {
        return at >= from && at < to;
    }
}
