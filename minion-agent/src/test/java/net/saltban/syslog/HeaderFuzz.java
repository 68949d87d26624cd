package net.saltban.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/** Any bytes as a line's prefix: its parts stand in the line and in order, a time is told, and nothing beyond the line is looked at. */
public final class HeaderFuzz {
    private static final Instant NOT_AFTER = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("Pacific/Apia"));
    private static final int AROUND = 32;

    private HeaderFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        SyslogHeader header = new SyslogHeader();
        String first = read(header, input, ' ');
        for (char filler : new char[] {'1', ':', ']', 'Z'}) {
            String again = read(header, input, filler);
            require(first.equals(again), "what stands around a line changes it: " + first + ", " + again);
        }
    }

    private static String read(SyslogHeader header, byte[] line, char filler) {
        byte[] b = new byte[line.length + 2 * AROUND];
        Arrays.fill(b, (byte) filler);
        System.arraycopy(line, 0, b, AROUND, line.length);
        int to = AROUND + line.length;
        int repeated = header.lastMessageRepeated(b, AROUND, to);
        require(repeated >= 0, "repeated " + repeated + " times");
        String times = repeated > 0 && header.stamp().isTime() ? times(header) : "";
        if (!header.read(b, AROUND, to)) {
            return "none" + times;
        }
        int[] parts = {
            AROUND,
            header.stampFrom(),
            header.stampTo(),
            header.tagFrom(),
            header.tagTo(),
            header.messageFrom(),
            header.messageTo(),
            to
        };
        for (int i = 1; i < parts.length; i++) {
            require(parts[i - 1] <= parts[i], "parts are not in order: " + Arrays.toString(parts));
        }
        require(header.hostFrom() <= header.hostTo() && header.hostTo() <= to, "the host is not in the line");
        require(header.pid() >= SyslogHeader.NO_PID, "pid " + header.pid());
        return Arrays.toString(parts) + header.hostFrom() + " " + header.hostTo() + " " + header.pid() + times
                + (header.stamp().isTime() ? times(header) : "");
    }

    private static String times(SyslogHeader header) {
        StringBuilder times = new StringBuilder();
        for (ZoneId zone : ZONES) {
            StampClock clock = new StampClock(zone, Instant.MIN, false);
            Instant time = clock.instant(header.stamp(), NOT_AFTER);
            require(
                    header.stamp().isEpoch()
                            || header.stamp().year() != Stamp.YEAR_UNKNOWN
                            || !time.isAfter(
                                    NOT_AFTER.plus(StampClock.AHEAD_MAX).plus(Duration.ofDays(1))),
                    "a stamp without a year is " + time);
            require(
                    !clock.instant(header.stamp(), NOT_AFTER).isBefore(time.minus(Duration.ofHours(3))),
                    "the clock jumps");
            times.append(' ').append(time);
        }
        return times.toString();
    }

    private static void require(boolean kept, String broken) {
        if (!kept) {
            throw new AssertionError(broken);
        }
    }

    /** One line of each kind of prefix. */
    public static List<byte[]> seeds() {
        return List.of(
                        "Jan  5 03:04:05 host sshd[9]: x",
                        "Feb 29 2024 23:59:60 host sshd[9]: x",
                        "2026-01-05T03:04:05.123456+01:00 host sshd[9]: x",
                        "2026-01-05 03:04:05.1,+0000 host sshd-session[9]: x",
                        "<38>1 2026-01-05T03:04:05Z host sshd 9 - [sd k=\"v\\]\"] \u00ef\u00bb\u00bfx",
                        "<38>Jan  5 03:04:05 <4.6> host sshd[9]: [ID 800047 auth.info] x",
                        "Jan  5 03:04:05 host auth.info sshd[9]: x",
                        "Jan  5 03:04:05 [sshd] x",
                        "@4000000052d1bc3a0000000a auth.info: Jan  5 03:04:05 sshd[9]: x",
                        "Mon 2026-01-05 03:04:05 UTC host ssh.service[9]: x",
                        "1767582245.123456 host sshd[9]: x",
                        "[   12.345678] host sshd[9]: x",
                        "Jan  5 03:04:05 host last message repeated 3 times",
                        "\u001b[0;31mJan  5 03:04:05 host sshd[9]:\tx\u001b[0m")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }
}
