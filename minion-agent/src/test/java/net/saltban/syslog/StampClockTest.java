package net.saltban.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StampClockTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant instant(StampClock clock, String stamp, String notAfter) {
        byte[] line = (stamp + " host sshd[1]: x").getBytes(StandardCharsets.US_ASCII);
        SyslogHeader header = new SyslogHeader();
        assertThat(header.read(line, 0, line.length)).isTrue();
        return clock.instant(header.stamp(), Instant.parse(notAfter));
    }

    private static Instant instant(ZoneId zone, String stamp, String notAfter) {
        return instant(new StampClock(zone, Instant.MIN, false), stamp, notAfter);
    }

    @Nested
    class Year {
        @ParameterizedTest
        @CsvSource({
            "Jan  5 03:04:05, 2026-01-05T04:00:00Z, 2026-01-05T03:04:05Z",
            "Dec 31 23:59:59, 2026-01-01T00:00:01Z, 2025-12-31T23:59:59Z",
            "Jan  1 00:00:00, 2026-01-01T00:00:01Z, 2026-01-01T00:00:00Z",
            // The clock was set back over New Year after the line was written.
            "Jan  1 00:10:00, 2025-12-31T23:50:00Z, 2026-01-01T00:10:00Z",
            // A clock that is three days ahead is taken for last year's.
            "Jan  8 03:04:05, 2026-01-05T04:00:00Z, 2025-01-08T03:04:05Z",
            "Jan  6 03:04:05, 2026-01-05T04:00:00Z, 2026-01-06T03:04:05Z",
            "Feb 29 12:00:00, 2024-03-01T00:00:00Z, 2024-02-29T12:00:00Z",
            "Feb 29 12:00:00, 2026-03-01T00:00:00Z, 2024-02-29T12:00:00Z",
            "Feb 29 12:00:00, 2024-01-15T00:00:00Z, 2020-02-29T12:00:00Z",
            "Mar  1 00:00:00, 2024-03-01T00:00:00Z, 2024-03-01T00:00:00Z",
            "Dec 31 23:59:60, 2017-01-01T00:00:10Z, 2016-12-31T23:59:59Z",
        })
        void the_year_is_the_latest_in_which_the_line_was_written(String stamp, String notAfter, String expected) {
            assertThat(instant(ZoneOffset.UTC, stamp, notAfter)).isEqualTo(expected);
        }

        @Test
        void a_date_that_no_year_holds_is_taken_for_the_latest_time() {
            assertThat(instant(ZoneOffset.UTC, "Feb 30 12:00:00", "2026-03-01T00:00:00Z"))
                    .isEqualTo("2026-03-01T00:00:00Z");
        }

        @Test
        void what_has_not_come_yet_is_of_the_line_before_and_then_of_the_last_write() {
            StampClock clock = new StampClock(ZoneOffset.UTC, Instant.MIN, false);
            clock.setNow(Instant.parse("2026-01-05T12:00:00Z"));
            String written = "2026-01-05T11:59:00Z";

            assertThat(instant(clock, "2099-01-01T00:00:00Z", written)).isEqualTo(written);
            assertThat(instant(clock, "2026-01-05T11:59:30Z", written)).isEqualTo("2026-01-05T11:59:30Z");
            assertThat(instant(clock, "9999-12-31T23:59:59.9-12:00", written)).isEqualTo("2026-01-05T11:59:30Z");
            assertThat(instant(clock, "Jan  6 00:00:00", written)).isEqualTo("2026-01-05T11:59:30Z");
            assertThat(instant(clock, "Feb 30 00:00:00", "2026-01-05T11:59:40Z"))
                    .isEqualTo("2026-01-05T11:59:40Z");
            assertThat(instant(clock, "2026-01-05T12:00:00Z", written)).isEqualTo("2026-01-05T12:00:00Z");
        }

        @Test
        void a_log_that_runs_over_new_year_stays_in_order() {
            StampClock clock = new StampClock(BERLIN, Instant.MIN, false);
            String mtime = "2026-01-02T12:00:00Z";

            assertThat(instant(clock, "Dec 31 23:59:58", mtime)).isEqualTo("2025-12-31T22:59:58Z");
            assertThat(instant(clock, "Jan  1 00:00:02", mtime)).isEqualTo("2025-12-31T23:00:02Z");
        }

        @Test
        void the_year_is_the_zones_not_utcs() {
            assertThat(instant(ZoneId.of("Pacific/Auckland"), "Jan  1 08:00:00", "2025-12-31T19:00:00Z"))
                    .isEqualTo("2025-12-31T19:00:00Z");
        }
    }

    @Nested
    class Zone {
        @Test
        void a_time_that_summer_time_skips_moves_on_by_the_gap() {
            assertThat(instant(BERLIN, "Mar 29 02:30:00", "2026-04-01T00:00:00Z"))
                    .isEqualTo("2026-03-29T01:30:00Z");
        }

        @Test
        void a_time_that_exists_twice_is_the_one_that_goes_on_from_the_line_before() {
            StampClock clock = new StampClock(BERLIN, Instant.MIN, false);
            String mtime = "2025-10-27T00:00:00Z";

            assertThat(instant(clock, "Oct 26 02:30:00", mtime)).isEqualTo("2025-10-26T00:30:00Z");
            assertThat(instant(clock, "Oct 26 02:59:59", mtime)).isEqualTo("2025-10-26T00:59:59Z");
            assertThat(instant(clock, "Oct 26 02:00:01", mtime)).isEqualTo("2025-10-26T01:00:01Z");
            assertThat(instant(clock, "Oct 26 02:30:00", mtime)).isEqualTo("2025-10-26T01:30:00Z");
            assertThat(instant(clock, "Oct 26 03:00:00", mtime)).isEqualTo("2025-10-26T02:00:00Z");
        }

        @Test
        void a_restored_clock_goes_on_from_the_line_before() {
            StampClock clock = new StampClock(BERLIN, Instant.parse("2025-10-26T01:10:00Z"), true);

            assertThat(instant(clock, "Oct 26 02:20:00", "2025-10-27T00:00:00Z"))
                    .isEqualTo("2025-10-26T01:20:00Z");
        }

        @Test
        void a_zone_that_changes_by_half_an_hour_is_followed() {
            ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");

            assertThat(instant(lordHowe, "Oct  5 01:59:59", "2025-10-06T00:00:00Z"))
                    .isEqualTo("2025-10-04T15:29:59Z");
            assertThat(instant(lordHowe, "Oct  5 02:30:00", "2025-10-06T00:00:00Z"))
                    .isEqualTo("2025-10-04T15:30:00Z");
        }
    }

    @Nested
    class Shapes {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Jan  5 2024 03:04:05           | 2024-01-05T03:04:05Z",
                    "Jan 05 03:04:05.123456         | 2026-01-05T03:04:05.123456Z",
                    "2024-01-05T03:04:05.123456+01:00 | 2024-01-05T02:04:05.123456Z",
                    "2024-01-05T03:04:05,5-0530     | 2024-01-05T08:34:05.5Z",
                    "2024-01-05T03:04:05Z           | 2024-01-05T03:04:05Z",
                    "2024-01-05 03:04:05            | 2024-01-05T03:04:05Z",
                    "2024-01-05 03:04:05.123456+0000 | 2024-01-05T03:04:05.123456Z",
                    "Fri 2024-01-05 03:04:05 UTC    | 2024-01-05T03:04:05Z",
                    "1704423845.123456              | 2024-01-05T03:04:05.123456Z",
                    "2024-02-30T03:04:05Z           | 2026-02-01T00:00:00Z",
                })
        void a_shape_says_what_it_says(String stamp, String expected) {
            assertThat(instant(ZoneOffset.UTC, stamp, "2026-02-01T00:00:00Z")).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({"1970, 2100", "2100, 2400"})
        void each_day_is_where_the_calendar_has_it(int from, int to) {
            for (long day = LocalDate.of(from, 1, 1).toEpochDay();
                    day < LocalDate.of(to, 1, 1).toEpochDay();
                    day++) {
                String date = LocalDate.ofEpochDay(day).toString();

                assertThat(instant(ZoneOffset.UTC, date + "T00:00:00Z", "2026-02-01T00:00:00Z"))
                        .isEqualTo(date + "T00:00:00Z");
            }
        }

        @Test
        void a_stamp_since_boot_tells_no_time() {
            byte[] line = "[   12.345678] host sshd[1]: x".getBytes(StandardCharsets.US_ASCII);
            SyslogHeader header = new SyslogHeader();

            assertThat(header.read(line, 0, line.length)).isTrue();
            assertThat(header.stamp().isTime()).isFalse();
        }
    }
}
