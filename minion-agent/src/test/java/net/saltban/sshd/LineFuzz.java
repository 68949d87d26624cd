package net.saltban.sshd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.saltban.address.IpAddress;
import net.saltban.syslog.LineCursor;
import net.saltban.syslog.SyslogHeader;

/**
 * Any bytes as the lines of a log. The fast reader says of each line what the slow one says; the address it names stands there; an event's source
 * is the peer that a line names; reading on from a state tells the same; nothing is looked at beyond a line's end; and no exception, ever.
 */
public final class LineFuzz {
    private static final int LINES_MAX = 40;

    /** The regular expressions of the slow reader recurse; longer lines are only read. */
    private static final int SLOW_BYTES_MAX = 1500;

    private static final List<Phrase> PHRASES = List.of(
            Phrase.parse("cron: refused <ANY> from <ADDR> <ANY>"),
            Phrase.parse("No such thing as <USER> of <ADDR>, really"));

    private static final String MIXED = """
            Jan  5 03:04:05 web1 cron[7]: refused x from 198.51.100.7 today
            Jan  5 03:04:05 web1 sshd[9]: Failed password for root from 198.51.100.7 port 40022 ssh2
            Jan  5 03:04:06 web1 last message repeated 3 times
            Jan  5 03:04:06 web2 cron[7]: (root) CMD (true)
            Jan  5 03:04:59 web1 sudo: root : TTY=pts/0
            2026-01-05T03:04:05.123456+01:00 web1 cron[7]: (root) CMD (true)
            2026-01-05T03:04:05.223456+01:00 web1 sshd[9]: No such thing as root of 198.51.100.7, really
            2026-01-05T03:04:05.323+02:00 web1 sshd-session[9]: Connection closed by 198.51.100.8 port 22
            """;

    private static final ReferenceReader SLOW = new ReferenceReader();
    private static final int COUNT_MAX = 2 * Recogniser.REPEAT_MAX;

    private final LineExplainer explainer = new LineExplainer();
    private final SyslogHeader header = new SyslogHeader();
    private final Recogniser recogniser = new Recogniser();
    private final Reading reading = new Reading();
    private final Set<IpAddress> named = new HashSet<>();
    private final List<SourceEvent> events = new ArrayList<>();
    private final List<SourceEvent> eventsInPieces = new ArrayList<>();
    private final SshdReader reader = new SshdReader(ZoneOffset.UTC);
    private long linesInPieces;
    private long ambiguousInPieces;
    private SshdReader inPieces = new SshdReader(ZoneOffset.UTC);

    private final SshdReader blockReader = new SshdReader(ZoneOffset.UTC);
    private final SshdReader cutReader = new SshdReader(ZoneOffset.UTC);

    private final List<SourceEvent> byPhrases = new ArrayList<>();
    private final List<SourceEvent> byPhrasesInPieces = new ArrayList<>();
    private final SshdReader phraseReader = new SshdReader(ZoneOffset.UTC, PHRASES);
    private SshdReader phrasesInPieces = new SshdReader(ZoneOffset.UTC, PHRASES);

    private LineFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        new LineFuzz().read(input);
    }

    /** One case of the real logs each, and the lines of the corpus. */
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String folder : List.of("debian12-openssh-9.2", "debian12-openssh-9.2/reduced")) {
            for (RealCase real : RealCase.of(folder)) {
                seeds.add(joined(real.lines()));
            }
        }
        Corpus.lines().forEach(line -> seeds.add(line.bytes()));
        seeds.add(MIXED.getBytes(StandardCharsets.ISO_8859_1));
        return seeds;
    }

    private static byte[] joined(List<byte[]> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append(new String(line, StandardCharsets.ISO_8859_1)).append('\n'));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void read(byte[] input) throws IOException {
        int from = 0;
        for (int lines = 0; from < input.length && lines < LINES_MAX; lines++) {
            int to = from;
            while (to < input.length && input[to] != '\n') {
                to++;
            }
            line(Arrays.copyOfRange(input, from, to));
            from = to + 1;
        }
        block(Arrays.copyOf(input, Math.min(input.length, from)));
        reader.finish(events::add);
        inPieces.finish(eventsInPieces::add);
        for (SourceEvent event : events) {
            require(named.contains(event.source()), event.source() + " was blamed, but no line names it as its peer");
            require(event.count() <= COUNT_MAX * LINES_MAX, "an event counts " + event.count());
        }
        require(byPhrases.equals(byPhrasesInPieces), byPhrases + ", in pieces " + byPhrasesInPieces);
        require(reader.lines() == linesInPieces, "lines: " + reader.lines() + ", in pieces " + linesInPieces);
        require(
                reader.ambiguous() == ambiguousInPieces,
                "ambiguous: " + reader.ambiguous() + ", in pieces " + ambiguousInPieces);
        require(events.equals(eventsInPieces), "read in pieces: " + eventsInPieces + "; as a whole: " + events);
    }

    /** Many lines at once say what they say one by one. */
    private void block(byte[] text) {
        List<SourceEvent> atOnce = new ArrayList<>();
        List<SourceEvent> cut = new ArrayList<>();
        blockReader.lines(text, 0, text.length, Lines.NOT_AFTER, atOnce::add);
        LineCursor cursor = new LineCursor();
        cursor.begin(text, 0, text.length);
        int before = 0;
        while (cursor.next()) {
            if (cursor.position() != before + 1) {
                cutReader.interrupt();
            }
            before = cursor.position();
            cutReader.line(text, cursor.from(), cursor.to(), Lines.NOT_AFTER, cut::add);
        }
        if (cursor.position() != before) {
            cutReader.interrupt();
        }
        require(atOnce.equals(cut), "in a block: " + atOnce + "; line by line: " + cut);
        require(Arrays.equals(blockReader.state(), cutReader.state()), "a block leaves another state");
        require(blockReader.ambiguous() == cutReader.ambiguous(), "a block has another number of ambiguous lines");
        require(blockReader.lines() == cutReader.lines(), "a block has another number of lines");
    }

    private void line(byte[] line) throws IOException {
        LineMeaning meaning = meaning(line);
        if (line.length <= SLOW_BYTES_MAX) {
            String slow = SLOW.read(line);
            String fast = said(meaning);
            require(slow.equals(fast), "the slow reader says " + slow + ", the fast one " + fast);
        }
        if (meaning instanceof LineMeaning.Tells tells) {
            addressStandsThere(line, tells);
        }
        peer(line);
        byte[] amid = Garbage.around(line, '7');
        int from = Garbage.AROUND;
        reader.line(amid, from, from + line.length, Lines.NOT_AFTER, events::add);
        // Restored before each line, it knows nothing of the form of lines before.
        byte[] state = inPieces.state();
        inPieces = SshdReader.restore(ZoneOffset.UTC, state);
        require(Arrays.equals(state, inPieces.state()), "a state changes when it is restored");
        inPieces.line(line, 0, line.length, Lines.NOT_AFTER, eventsInPieces::add);
        phraseReader.line(line, 0, line.length, Lines.NOT_AFTER, byPhrases::add);
        phrasesInPieces = SshdReader.restore(ZoneOffset.UTC, phrasesInPieces.state(), PHRASES);
        phrasesInPieces.line(amid, from, from + line.length, Lines.NOT_AFTER, byPhrasesInPieces::add);
        ambiguousInPieces += inPieces.ambiguous();
        linesInPieces += inPieces.lines();
    }

    /** Notes whom the line names as its peer, also if it speaks for or against nobody: other lines of the process may lack him. */
    private void peer(byte[] line) {
        if (header.read(line, 0, line.length)) {
            Program program = Program.of(line, header.tagFrom(), header.tagTo());
            recogniser.read(program, line, header.messageFrom(), header.messageTo(), reading);
            if (reading.hasPeer()) {
                named.add(reading.peer());
            }
        }
    }

    private LineMeaning meaning(byte[] line) {
        LineMeaning meaning = explainer.explain(line, 0, line.length);
        for (char filler : new char[] {'1', ':'}) {
            byte[] amid = Garbage.around(line, filler);
            int from = Garbage.AROUND;
            LineMeaning again = explainer.explain(amid, from, from + line.length);
            require(meaning.equals(again), "what stands around a line changes it: " + meaning + ", " + again);
        }
        return meaning;
    }

    private static void addressStandsThere(byte[] line, LineMeaning.Tells tells) {
        require(0 <= tells.from() && tells.to() <= line.length, "the address is not in the line");
        String text = new String(line, tells.from(), tells.to() - tells.from(), StandardCharsets.ISO_8859_1);
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        boolean same = IpAddress.tryParse(bare.startsWith("::ffff:") ? bare.substring(7) : bare)
                .or(() -> IpAddress.tryParse(bare))
                .filter(tells.address()::equals)
                .isPresent();
        require(same, "\"" + text + "\" is not " + tells.address());
        require(tells.address().scope().isPeer(), tells.address() + " is nobody's peer");
    }

    private static String said(LineMeaning meaning) {
        return meaning.match(
                noPrefix -> "nobody",
                tooLong -> "nobody",
                repetition -> "nobody",
                other -> "nobody",
                unknown -> "nobody",
                nobody -> "nobody",
                ambiguous -> "ambiguous",
                tells -> tells.kind() + " " + tells.address());
    }

    static void require(boolean kept, String broken) {
        if (!kept) {
            throw new AssertionError(broken);
        }
    }
}
