package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import net.saltban.syslog.LineCursor;
import org.junit.jupiter.api.Test;

/**
 * A reader that goes through a whole log, and so knows the form of the line before, says what readers say that know nothing of it: each line
 * is given to a reader of its own that was restored from the state before. So does one that gets many lines in a block. The slow reader of {@link ReferenceTest} says who may be blamed.
 */
final class SameFormTest {
    private static final int LOGS = Integer.getInteger("saltban.fuzz.cases", 150);
    private static final long SEED = Long.getLong("saltban.fuzz.seed", 1L);
    private static final String[] STAMPS = {
        "2026-01-05T03:04:%02d.123456+00:00",
        "2026-01-05T03:04:%02d.12345+00:00",
        "2026-01-05T03:04:%02d,5Z",
        "2026-01-05T03:05:%02d+01:00",
        "2026-01-05 03:04:%02d",
        "Jan  5 03:04:%02d",
        "Jan 05 2026 03:04:%02d",
        "Mon 2026-01-05 03:04:%02d UTC",
        "<38>Jan  5 03:04:%02d",
        "<38>1 2026-01-05T03:04:%02dZ",
        "1767582%03d.5",
        "[   %02d.345678]"
    };
    private static final String[] HOSTS = {
        "web1 ", "web2 ", "web10 ", "2001:db8::1 ", "", "auth.info ", "web1  ", "sshd "
    };
    private static final String[] TAGS = {
        "sshd[9]: ",
        "sshd[99]: ",
        "sshd-session[9]: ",
        "sshd: ",
        "sshd[9]:",
        "ssh.service[9]: ",
        "sshd(pam_unix)[9]: ",
        "dropbear[9]: ",
        "CRON[7]: ",
        "systemd[1]: ",
        "sudo: ",
        "syslogd: ",
        "xsshd[9]: ",
        "sshd[9] ",
        "sshd[12345678901]: ",
        "kernel: ",
        "[sshd] ",
        "sshd 9 - - ",
        "last message repeated 2 times",
        "syslogd: last message repeated 3 times",
        "name:x ",
        "[9]: ",
        ":"
    };

    private static final byte[][] END_OF_LINE = {{'\n'}, {'\n'}, {'\n'}, {'\r', '\n'}, {'\n', '\n'}};
    private static final List<Phrase> PHRASES =
            List.of(Phrase.parse("CRON: Failed password for <USER> from <ADDR> port <ANY>"));

    private static List<byte[]> log(Random random) {
        List<Corpus.Line> corpus = Corpus.lines();
        List<byte[]> lines = new ArrayList<>();
        String stamp = STAMPS[random.nextInt(STAMPS.length)];
        String host = HOSTS[random.nextInt(HOSTS.length)];
        for (int i = 0; i < 40; i++) {
            if (random.nextInt(8) == 0) {
                stamp = STAMPS[random.nextInt(STAMPS.length)];
            }
            if (random.nextInt(8) == 0) {
                host = HOSTS[random.nextInt(HOSTS.length)];
            }
            byte[] line = random.nextInt(10) == 0
                    ? corpus.get(random.nextInt(corpus.size())).bytes()
                    : line(stamp, host, random);
            lines.add(random.nextInt(6) == 0 ? spoilt(line, random) : line);
        }
        return lines;
    }

    private static byte[] line(String stamp, String host, Random random) {
        String message = random.nextInt(4) == 0
                ? " web1 sshd[9]: Failed password for root from 203.0.113.99 port 22 ssh2"
                : message(random);
        String end = random.nextInt(6) == 0 ? "\r" : random.nextInt(6) == 0 ? " \u001b[0m" : "";
        String text = String.format(stamp, random.nextInt(62)) + " " + host + TAGS[random.nextInt(TAGS.length)]
                + message + end;
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String message(Random random) {
        String peer = "203.0.113." + (1 + random.nextInt(3)) + " port " + (4000 + random.nextInt(2));
        return switch (random.nextInt(7)) {
            case 0 -> "Failed password for root from " + peer + " ssh2";
            case 1 -> "Invalid user admin from " + peer;
            case 2 -> "Connection closed by " + peer + " [preauth]";
            case 3 -> "Accepted password for alice from " + peer + " ssh2";
            case 4 -> "message repeated 2 times: [ Failed password for root from " + peer + " ssh2]";
            case 5 -> "";
            default -> "something else";
        };
    }

    /** One byte is another, or the line has lost its end. */
    private static byte[] spoilt(byte[] line, Random random) {
        byte[] spoilt = line.clone();
        if (line.length > 0) {
            int at = random.nextInt(Math.min(60, line.length));
            spoilt[at] = (byte) " :[]<>.0159\0\u001bsx".charAt(random.nextInt(15));
            return random.nextInt(4) == 0 ? Arrays.copyOf(spoilt, at) : spoilt;
        }
        return spoilt;
    }

    /** Bytes stand before and behind the line, as in a block. */
    private static void feed(SshdReader reader, byte[] line, int before, List<SourceEvent> events) {
        byte[] block = new byte[before + line.length + 7];
        Arrays.fill(block, (byte) '7');
        System.arraycopy(line, 0, block, before, line.length);
        reader.line(block, before, before + line.length, Lines.NOT_AFTER, events::add);
    }

    @Test
    void the_line_before_changes_no_result() throws Exception {
        int told = 0;
        for (int i = 0; i < LOGS; i++) {
            Random random = new Random((SEED + i) * 0x9e3779b97f4a7c15L);
            ZoneId zone = random.nextBoolean() ? ZoneOffset.UTC : ZoneId.of("Europe/Berlin");
            SshdReader going = new SshdReader(zone);
            SshdReader fresh = new SshdReader(zone);
            long ambiguous = 0;
            for (byte[] line : log(random)) {
                List<SourceEvent> events = new ArrayList<>();
                List<SourceEvent> expected = new ArrayList<>();
                feed(going, line, random.nextInt(9), events);
                fresh = SshdReader.restore(zone, fresh.state());
                feed(fresh, line, 0, expected);
                ambiguous += fresh.ambiguous();
                told += events.size();
                assertThat(events)
                        .as("seed %d: %s", SEED + i, SshdPrinter.text(line))
                        .isEqualTo(expected);
                assertThat(going.state())
                        .as("state, seed %d: %s", SEED + i, SshdPrinter.text(line))
                        .isEqualTo(fresh.state());
                assertThat(going.ambiguous()).isEqualTo(ambiguous);
            }
        }
        assertThat(told).isGreaterThan(LOGS);
    }

    /** The lines with their ends, now and then of another kind. */
    private static byte[] text(List<byte[]> lines, Random random) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            text.writeBytes(new byte[random.nextInt(20) == 0 ? random.nextInt(3) : 0]);
            text.writeBytes(line);
            text.writeBytes(END_OF_LINE[random.nextInt(END_OF_LINE.length)]);
        }
        return Arrays.copyOf(text.toByteArray(), text.size() - random.nextInt(2));
    }

    private static int lineByLine(SshdReader reader, byte[] text, List<SourceEvent> events) {
        LineCursor cursor = new LineCursor();
        cursor.begin(text, 0, text.length);
        int before = 0;
        while (cursor.next()) {
            if (cursor.position() != before + 1) {
                reader.interrupt();
            }
            before = cursor.position();
            reader.line(text, cursor.from(), cursor.to(), Lines.NOT_AFTER, events::add);
        }
        if (cursor.position() != before) {
            reader.interrupt();
        }
        return cursor.lines();
    }

    /** Each block stands in a buffer of its own, amid other bytes. */
    private static void inBlocks(SshdReader reader, byte[] text, Random random, List<SourceEvent> events) {
        int from = 0;
        while (from < text.length) {
            int to = from;
            for (int lines = 1 + random.nextInt(15); lines > 0 && to < text.length; lines--) {
                to = Math.min(text.length, LineCursor.lineFeed(text, to, text.length) + 1);
            }
            int before = random.nextInt(9);
            byte[] block = new byte[before + to - from + random.nextInt(40)];
            Arrays.fill(block, (byte) '7');
            System.arraycopy(text, from, block, before, to - from);
            reader.lines(block, before, before + to - from, Lines.NOT_AFTER, events::add);
            from = to;
        }
    }

    @Test
    void lines_in_blocks_say_what_they_say_one_by_one() {
        int told = 0;
        for (int i = 0; i < 4 * LOGS; i++) {
            Random random = new Random((SEED + i) * 0x9e3779b97f4a7c15L);
            ZoneId zone = random.nextBoolean() ? ZoneOffset.UTC : ZoneId.of("Europe/Berlin");
            List<Phrase> phrases = random.nextInt(4) == 0 ? PHRASES : List.of();
            byte[] text = text(log(random), random);
            SshdReader single = new SshdReader(zone, phrases);
            SshdReader blocks = new SshdReader(zone, phrases);
            List<SourceEvent> expected = new ArrayList<>();
            List<SourceEvent> events = new ArrayList<>();
            int lines = lineByLine(single, text, expected);
            inBlocks(blocks, text, random, events);
            told += events.size();
            String what = "seed " + (SEED + i) + ": " + SshdPrinter.text(text);
            assertThat(events).as(what).isEqualTo(expected);
            assertThat(blocks.state()).as("state, " + what).isEqualTo(single.state());
            assertThat(blocks.lines()).as("lines, " + what).isEqualTo(lines);
            assertThat(blocks.ambiguous()).as("ambiguous, " + what).isEqualTo(single.ambiguous());
        }
        assertThat(told).isGreaterThan(LOGS);
    }
}
