package net.saltban.sshd;

import java.util.ArrayList;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.limits.InputLimits;
import net.saltban.syslog.SyslogHeader;

/** Says what single lines mean, by the same signatures as {@link SshdReader}; lines before or after make no difference. */
public final class LineExplainer {
    private static final int LOOK_ALIKES_MAX = 8;

    private final SyslogHeader header = new SyslogHeader();
    private final Recogniser recogniser = new Recogniser();
    private final Reading reading = new Reading();
    private final Reading candidate = new Reading();
    private final TextCache texts = new TextCache();
    private final Phrases phrases;

    /** Explains by the signatures. */
    public LineExplainer() {
        this(List.of());
    }

    /** Explains by the signatures and an operator's own phrases. */
    public LineExplainer(List<Phrase> phrases) {
        this.phrases = new Phrases(phrases);
    }

    /** The meaning of one line, without its line end. Only the first {@link InputLimits#LOG_LINE_BYTES_MAX} bytes are looked at. */
    public LineMeaning explain(byte[] b, int from, int to) {
        int end = Math.min(to, from + InputLimits.LOG_LINE_BYTES_MAX);
        if (!header.read(b, from, end)) {
            return unlessRepetition(new LineMeaning.NoPrefix(), b, from, end);
        }
        Program program = Program.of(b, header.tagFrom(), header.tagTo());
        recogniser.read(program, b, header.messageFrom(), header.messageTo(), reading);
        if (program == Program.SSHD) {
            phrases.readSshd(b, reading);
        } else if (!reading.isTelling() && !reading.isAmbiguous()) {
            boolean found = phrases.readOther(
                    b, b, header.tagFrom(), header.tagTo(), header.messageFrom(), header.messageTo(), reading);
            if (program == Program.OTHER && !found) {
                String tag = texts.text(b, header.tagFrom(), header.tagTo());
                return unlessRepetition(new LineMeaning.OtherProgram(tag), b, from, end);
            }
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
                signature.counts().text(reading.repeat),
                lookAlikes);
    }

    private LineMeaning unlessRepetition(LineMeaning otherwise, byte[] b, int from, int to) {
        int times = header.lastMessageRepeated(b, from, to);
        return times > 0 ? new LineMeaning.Repetition(times) : otherwise;
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
        return reading.isAmbiguous() ? reading.why.text() : "sshd does not print its peer there";
    }

    private static boolean isIn(int at, int from, int to) {
        return at >= from && at < to;
    }
}
