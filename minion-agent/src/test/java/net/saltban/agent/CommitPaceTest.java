package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

final class CommitPaceTest {
    private static final long START = -5;

    private final CommitPace pace = new CommitPace(START);

    @Test
    void the_first_commit_is_made_at_once() {
        assertThat(pace.nanosUntilNext(START)).isNotPositive();
    }

    @Test
    void two_commits_are_a_little_apart_and_so_are_two_looks() {
        pace.spend(START);
        assertThat(pace.nanosUntilNext(START + 1)).isEqualTo(CommitPace.SHORT.toNanos() - 1);
        long later = START + CommitPace.SHORT.toNanos();
        assertThat(pace.nanosUntilNext(later)).isZero();
        pace.look(later, later);
        assertThat(pace.nanosUntilNext(later)).isEqualTo(CommitPace.SHORT.toNanos());
    }

    @Test
    void a_flood_is_kept_once_a_second_after_a_minute() {
        long now = START;
        int commits = 0;
        while (now - START < Duration.ofHours(1).toNanos()) {
            pace.look(now, now);
            pace.spend(now);
            commits++;
            now += Math.max(0, pace.nanosUntilNext(now));
        }
        assertThat(commits).isBetween(CommitPace.PURSE_MAX + 3500, CommitPace.PURSE_MAX + 3650);
        pace.spend(now);
        assertThat(pace.nanosUntilNext(now)).isEqualTo(CommitPace.LONG.toNanos());
        long rested = now + Duration.ofMinutes(20).toNanos();
        pace.spend(rested);
        assertThat(pace.nanosUntilNext(rested)).isEqualTo(CommitPace.SHORT.toNanos());
    }

    @Test
    void looking_takes_a_tenth_of_the_time_and_never_stops_for_long() {
        pace.look(START, START + Duration.ofMillis(20).toNanos());
        assertThat(pace.nanosUntilNext(START + Duration.ofMillis(20).toNanos()))
                .isEqualTo(Duration.ofMillis(200).toNanos());
        long later = START + Duration.ofMinutes(1).toNanos();
        pace.look(START, later);
        assertThat(pace.nanosUntilNext(later)).isEqualTo(CommitPace.LONG.toNanos());
    }
}
