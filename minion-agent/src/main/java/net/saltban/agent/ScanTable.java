package net.saltban.agent;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

import net.saltban.finding.LogHealth;

/**
 * A scan for people, at most 80 columns wide unless the terminal has more: one row a source, those with the most failures
 * first; an address too long for its column stands on a line of its own.
 */
final class ScanTable {
    private static final int SOURCE_CHARS_MIN = 15; // 255.255.255.255
    private static final int SOURCE_CHARS_MAX = 39; // an IPv6 address in full
    private static final int OTHER_CHARS = 65;
    private static final String HEADER = " FAILED PROBES USERS LOGINS       FIRST        LAST BAN BY";

    private static final int BLOCK_BYTES = 8192;
    private static final int ROW_BYTES_MAX = 256;
    private static final long SECONDS_IN_DAY = 86_400;

    private final Scan scan;
    private final ZoneId zone;
    private final ZoneOffsets offsets;
    private final int columns;
    private final SourceSummary[] sources;
    private final byte[] block = new byte[BLOCK_BYTES + ROW_BYTES_MAX];
    private final StringBuilder address = new StringBuilder(SOURCE_CHARS_MAX);
    private int used;
    private long day = Long.MIN_VALUE;
    private int month;
    private int dayOfMonth;

    ScanTable(Scan scan, ZoneId zone, int columns) {
        this.scan = scan;
        this.zone = zone;
        this.offsets = new ZoneOffsets(zone);
        this.columns = columns;
        this.sources = scan.sources().sources().toArray(new SourceSummary[0]);
        Arrays.sort(sources);
        Verdict.judge(Arrays.asList(sources));
    }

    /**
     * Prints all of it.
     *
     * @param rows how many sources; 0 = all
     */
    void print(int rows, PrintStream out) {
        int shown = rows == 0 ? sources.length : Math.min(rows, sources.length);
        int width = sourceWidth(shown);
        if (shown > 0) {
            left("SOURCE", width);
            put(HEADER);
            put('\n');
        }
        for (int i = 0; i < shown; i++) {
            row(sources[i], width);
            if (used > BLOCK_BYTES) {
                out.write(block, 0, used);
                used = 0;
            }
        }
        out.write(block, 0, used);
        used = 0;
        StringBuilder text = new StringBuilder();
        if (shown < sources.length) {
            text.append("... and ").append(number(sources.length - shown));
            text.append(" more sources; --top 0 shows all\n");
        }
        if (shown > 0) {
            text.append('\n');
        }
        summary(text);
        out.print(text);
    }

    private int sourceWidth(int shown) {
        int longest = SOURCE_CHARS_MIN;
        for (int i = 0; i < shown; i++) {
            if (!sources[i].isIpv4()) {
                longest = Math.max(longest, addressOf(sources[i]).length());
            }
        }
        return Math.max(SOURCE_CHARS_MIN, Math.min(Math.min(longest, SOURCE_CHARS_MAX), columns - OTHER_CHARS));
    }

    private StringBuilder addressOf(SourceSummary source) {
        address.setLength(0);
        source.source().appendTo(address);
        return address;
    }

    private void row(SourceSummary source, int width) {
        CharSequence text = addressOf(source);
        if (text.length() > width) {
            put(text);
            put('\n');
            text = "";
        }
        left(text, width);
        right(source.failures(), 7);
        right(source.probes(), 7);
        if (source.users() > SourceSummary.USERS_MAX) {
            right(SourceSummary.USERS_MAX, 5);
            put('+');
        } else {
            right(source.users(), 6);
        }
        right(source.logins(), 7);
        time(source.first());
        time(source.last());
        put(' ');
        put(source.word());
        put('\n');
    }

    private void summary(StringBuilder out) {
        long lines = 0;
        long ambiguous = 0;
        for (LogHealth log : scan.logs()) {
            lines += log.lines();
            ambiguous += log.ambiguous();
        }
        out.append(logs()).append(": ").append(counted(lines, "line", "lines"));
        if (sources.length == 0) {
            out.append("; sshd blames and admits nobody in ")
                    .append(lines == 1 ? "it" : "them")
                    .append('\n');
        } else {
            out.append(span()).append('\n');
            totals(out);
        }
        if (ambiguous > 0) {
            out.append(counted(ambiguous, "line is ambiguous and blames", "lines are ambiguous and blame"));
            out.append(" nobody (saltban-agent explain shows why)\n");
        }
    }

    private void totals(StringBuilder out) {
        long banned = 0;
        for (SourceSummary source : sources) {
            banned += Verdict.isRule(source.word()) ? 1 : 0;
        }
        out.append(counted(sources.length, "source", "sources"));
        out.append(scan.sources().hasMoreSources() ? " and more, " : ", ");
        out.append(counted(scan.sources().failures(), "failed attempt", "failed attempts"))
                .append(", ");
        out.append(counted(scan.sources().logins(), "login", "logins")).append("; ");
        out.append(number(banned)).append(" would be banned by the shipped rules\n");
    }

    private String logs() {
        List<String> read = scan.logs().stream()
                .filter(log -> log.lines() > 0 || log.problem().isEmpty())
                .map(LogHealth::source)
                .toList();
        return read.size() == 1
                ? read.get(0)
                : read.get(0) + " and " + counted(read.size() - 1, "other log", "other logs");
    }

    private String span() {
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (SourceSummary source : sources) {
            first = source.first().isBefore(first) ? source.first() : first;
            last = source.last().isAfter(last) ? source.last() : last;
        }
        return ", " + day(first) + " to " + day(last);
    }

    private String day(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        return local.getYear() + "-" + two(local.getMonthValue()) + "-" + two(local.getDayOfMonth());
    }

    /** A number and the word for it. */
    static String counted(long count, String one, String many) {
        return number(count) + " " + (count == 1 ? one : many);
    }

    /** With a comma before each three digits. */
    static String number(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** A blank and {@code 01-05 03:04}. */
    private void time(Instant instant) {
        long second = offsets.localSecond(instant);
        long newDay = Math.floorDiv(second, SECONDS_IN_DAY);
        if (newDay != day) {
            LocalDate date = LocalDate.ofEpochDay(newDay);
            day = newDay;
            month = date.getMonthValue();
            dayOfMonth = date.getDayOfMonth();
        }
        int minute = (int) (second - newDay * SECONDS_IN_DAY) / 60;
        put(' ');
        putTwo(month);
        put('-');
        putTwo(dayOfMonth);
        put(' ');
        putTwo(minute / 60);
        put(':');
        putTwo(minute % 60);
    }

    private void left(CharSequence text, int width) {
        put(text);
        for (int i = text.length(); i < width; i++) {
            put(' ');
        }
    }

    /** A number that ends {@code width} bytes from here, or as soon behind it as it can; with a comma before each three digits. */
    private void right(long number, int width) {
        int bytes = 1;
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            bytes += digits++ % 3 == 0 ? 2 : 1;
        }
        used += Math.max(width, bytes + 1);
        int at = used;
        long rest = number;
        for (int i = 0; i < digits; i++) {
            if (i > 0 && i % 3 == 0) {
                block[--at] = ',';
            }
            block[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        Arrays.fill(block, used - Math.max(width, bytes + 1), at, (byte) ' ');
    }

    private void putTwo(int number) {
        put((char) ('0' + number / 10));
        put((char) ('0' + number % 10));
    }

    private void put(CharSequence ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
    }

    private void put(char ascii) {
        block[used++] = (byte) ascii;
    }
}
