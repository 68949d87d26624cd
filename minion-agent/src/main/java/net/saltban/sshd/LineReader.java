package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.util.List;

import net.saltban.limits.InputLimits;
import net.saltban.syslog.Ascii;
import net.saltban.syslog.LineCursor;
import net.saltban.syslog.SyslogHeader;

/** Reads prefix, signature and phrase of single lines. Copies no line; one of another program costs only a look at its tag. */
final class LineReader {
    private static final byte[] DEBUG = "debug".getBytes(StandardCharsets.US_ASCII);

    private final SyslogHeader header = new SyslogHeader();
    private final Recogniser recogniser = new Recogniser();
    private final Phrases phrases;
    private boolean isPrefixed;
    private Program program = Program.OTHER;

    LineReader(List<Phrase> phrases) {
        this.phrases = new Phrases(phrases);
    }

    /** Goes to the next line that may count for something; whether there is one. */
    boolean next(LineCursor cursor) {
        if (!phrases.hasOthers()) {
            header.passOthers(cursor);
        }
        return cursor.next();
    }

    /** Reads one line, of which only the first {@link InputLimits#LOG_LINE_BYTES_MAX} bytes are looked at; whether it counts for something. */
    boolean read(byte[] b, int from, int to, LineReading into) {
        int end = Math.min(to, from + InputLimits.LOG_LINE_BYTES_MAX);
        isPrefixed = header.read(b, from, end);
        program = isPrefixed ? Program.of(b, header.tagFrom(), header.tagTo()) : Program.OTHER;
        if (program == Program.OTHER) {
            return readOther(b, from, end, into);
        }
        readMessage(
                program,
                b,
                header.messageFrom(),
                header.messageTo(),
                b,
                header.tagFrom(),
                header.tagTo(),
                into.reading);
        if (into.reading.signature.isNone()) {
            return false;
        }
        take(LineReading.Kind.MESSAGE, b, into);
        return true;
    }

    /** Whether the line that was read has a prefix. */
    boolean isPrefixed() {
        return isPrefixed;
    }

    /** The program that wrote the line that was read. */
    Program program() {
        return program;
    }

    /** The prefix of the line that was read; void if it was a repetition. */
    SyslogHeader header() {
        return header;
    }

    /** Reads a message of sshd's or Dropbear's by signatures and phrases. */
    void readMessage(Program writer, byte[] b, int from, int to, byte[] tag, int tagFrom, int tagTo, Reading into) {
        recogniser.read(writer, b, from, to, into);
        if (writer == Program.SSHD) {
            phrases.readSshd(b, into);
        } else if (!into.isTelling() && !into.isAmbiguous()) {
            phrases.readOther(b, tag, tagFrom, tagTo, from, to, into);
        }
    }

    /** Reads a message of another program by the phrases; whether it is of one. */
    boolean readPhrase(byte[] b, int from, int to, byte[] tag, int tagFrom, int tagTo, Reading into) {
        return phrases.readOther(b, tag, tagFrom, tagTo, from, to, into);
    }

    private boolean readOther(byte[] b, int from, int to, LineReading into) {
        if (isPrefixed
                && phrases.hasOthers()
                && readPhrase(
                        b,
                        header.messageFrom(),
                        header.messageTo(),
                        b,
                        header.tagFrom(),
                        header.tagTo(),
                        into.reading)) {
            take(LineReading.Kind.PHRASE, b, into);
            return true;
        }
        into.repeated = header.lastMessageRepeated(b, from, to);
        if (into.repeated > 0) {
            into.kind = LineReading.Kind.REPETITION;
            into.stamp.set(header.stamp());
            into.host = hostHash(b);
            return true;
        }
        into.kind = LineReading.Kind.BARE;
        return !isPrefixed && isBare(b, from, to, into.reading);
    }

    private boolean isBare(byte[] b, int from, int to, Reading into) {
        recogniser.read(Program.SSHD, b, from, to, into);
        return into.open || Ascii.startsWith(b, from, to, DEBUG);
    }

    private void take(LineReading.Kind kind, byte[] b, LineReading into) {
        into.kind = kind;
        into.stamp.set(header.stamp());
        into.pid = header.pid();
        into.host = hostHash(b);
    }

    private int hostHash(byte[] b) {
        int hash = 0;
        for (int i = header.hostFrom(); i < header.hostTo(); i++) {
            hash = hash * 31 + b[i];
        }
        return hash;
    }
}
