package net.saltban.aggregator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How times, numbers and lists stand in what people read. */
final class Wording {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Wording() {}

    /** A time to the minute, in UTC, for tables whose heading says so. */
    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** A time to the second, in UTC. */
    static String second(Instant time) {
        return SECOND.format(time) + " UTC";
    }

    /** From one time to another, no longer than needed. */
    static String span(Instant first, Instant last) {
        if (SECOND.format(first).equals(SECOND.format(last))) {
            return "at " + second(first);
        }
        LocalDate day = LocalDate.ofInstant(first, ZoneOffset.UTC);
        boolean isOneDay = day.equals(LocalDate.ofInstant(last, ZoneOffset.UTC));
        return isOneDay
                ? "on " + day + " from " + TIME.format(first) + " to " + TIME.format(last) + " UTC"
                : "from " + SECOND.format(first) + " to " + second(last);
    }

    /** {@code 1 ban}, {@code 3 bans}; thousands are set apart by commas. */
    static String count(long number, String noun) {
        return count(number, noun, noun + "s");
    }

    /** {@code 1 address}, {@code 3 addresses}. */
    static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String list(List<String> words) {
        int size = words.size();
        return size < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, size - 1)) + " and " + words.get(size - 1);
    }

    /** At most so many of the words, and how many more there are. */
    static String some(List<String> words, int max) {
        return words.size() <= max
                ? list(words)
                : String.join(", ", words.subList(0, max)) + " and " + number(words.size() - max) + " more";
    }

    /** How long ago, roughly: {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 9 d}. */
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
