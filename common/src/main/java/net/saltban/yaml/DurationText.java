package net.saltban.yaml;

import java.time.Duration;
import java.util.Optional;

/** Durations as configuration holds them: a whole number and {@code s}, {@code m}, {@code h} or {@code d}. */
public final class DurationText {
    private static final int DIGITS_MAX = 9;

    private DurationText() {}

    /** Reads one; empty if it is none. */
    public static Optional<Duration> tryParse(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > DIGITS_MAX || !text.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.charAt(digits)) {
            case 's' -> Optional.of(Duration.ofSeconds(number));
            case 'm' -> Optional.of(Duration.ofMinutes(number));
            case 'h' -> Optional.of(Duration.ofHours(number));
            case 'd' -> Optional.of(Duration.ofDays(number));
            default -> Optional.empty();
        };
    }

    /** In the largest unit that needs no fraction, such as {@code 10m} or {@code 36h}. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds != 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
