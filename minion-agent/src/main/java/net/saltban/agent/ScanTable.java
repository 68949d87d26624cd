package net.saltban.agent;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
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

    private static final Comparator<SourceSummary> ORDER = Comparator.comparingLong(SourceSummary::failures)
            .thenComparingLong(SourceSummary::probes)
            .reversed()
            .thenComparing(SourceSummary::source);

    private final Scan scan;
    private final ZoneId zone;
    private final int columns;
    private final List<SourceSummary> sources;
    private final Verdict verdict;
    private final StringBuilder out = new StringBuilder();

    ScanTable(Scan scan, ZoneId zone, int columns) {
        this.scan = scan;
        this.zone = zone;
        this.columns = columns;
        this.sources = new ArrayList<>(scan.sources().sources());
        this.sources.sort(ORDER);
        this.verdict = Verdict.on(sources);
    }

    /**
     * All of it.
     *
     * @param rows how many sources; 0 = all
     */
    String text(int rows) {
        int shown = rows == 0 ? sources.size() : Math.min(rows, sources.size());
        int width = sourceWidth(shown);
        if (shown > 0) {
            left("SOURCE", width).append(HEADER).append('\n');
        }
        for (SourceSummary source : sources.subList(0, shown)) {
            row(source, width);
        }
        if (shown < sources.size()) {
            out.append("... and ").append(number(sources.size() - shown));
            out.append(" more sources; --top 0 shows all\n");
        }
        if (shown > 0) {
            out.append('\n');
        }
        summary();
        return out.toString();
    }

    private int sourceWidth(int shown) {
        int longest = SOURCE_CHARS_MIN;
        for (SourceSummary source : sources.subList(0, shown)) {
            longest = Math.max(longest, source.source().toString().length());
        }
        return Math.max(SOURCE_CHARS_MIN, Math.min(Math.min(longest, SOURCE_CHARS_MAX), columns - OTHER_CHARS));
    }

    private void row(SourceSummary source, int width) {
        String address = source.source().toString();
        if (address.length() > width) {
            out.append(address).append('\n');
            address = "";
        }
        left(address, width).append(' ');
        right(number(source.failures()), 6).append(' ');
        right(number(source.probes()), 6).append(' ');
        right(users(source), 5).append(' ');
        right(number(source.logins()), 6).append(' ');
        right(time(source.first()), 11).append(' ');
        right(time(source.last()), 11).append(' ');
        out.append(verdict.on(source.source())).append('\n');
    }

    private void summary() {
        long lines = 0;
        long ambiguous = 0;
        for (LogHealth log : scan.logs()) {
            lines += log.lines();
            ambiguous += log.ambiguous();
        }
        out.append(logs()).append(": ").append(number(lines)).append(" lines");
        if (sources.isEmpty()) {
            out.append("; sshd blames and admits nobody in them\n");
        } else {
            out.append(span()).append('\n');
            totals();
        }
        if (ambiguous > 0) {
            out.append(counted(ambiguous, "line has", "lines have"));
            out.append(" two readings and blame nobody (saltban-agent explain shows why)\n");
        }
    }

    private void totals() {
        long banned = 0;
        for (SourceSummary source : sources) {
            banned += Verdict.isRule(verdict.on(source.source())) ? 1 : 0;
        }
        out.append(counted(sources.size(), "source", "sources"));
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

    private String time(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        return two(local.getMonthValue()) + "-" + two(local.getDayOfMonth()) + " " + two(local.getHour()) + ":"
                + two(local.getMinute());
    }

    private static String users(SourceSummary source) {
        return source.users() > SourceSummary.USERS_MAX ? SourceSummary.USERS_MAX + "+" : number(source.users());
    }

    private static String counted(long count, String one, String many) {
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

    private StringBuilder left(String text, int width) {
        return out.append(text).append(" ".repeat(Math.max(0, width - text.length())));
    }

    private StringBuilder right(String text, int width) {
        return out.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }
}
