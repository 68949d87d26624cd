package net.saltban.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.finding.Gap;
import net.saltban.finding.OutboxCursor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxTest {
    @TempDir
    Path temporary = Path.of("/");

    OutboxFolder folder = new OutboxFolder(temporary, OutboxLimits.shipped());

    @BeforeEach
    void begin() {
        folder = new OutboxFolder(temporary.resolve("outbox"), OutboxLimits.shipped());
    }

    @Nested
    class Appending {
        @Test
        void numbers_go_on_from_1_over_restarts() throws IOException {
            folder.append(3);
            folder.append(2);
            try (Outbox outbox = folder.open()) {
                assertThat(outbox.nextSeq()).isEqualTo(6);
                assertThat(OutboxFolder.text(outbox)).isEqualTo("after 5");
            }
            assertThat(folder.seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
        }

        @Test
        void a_checkpoint_moves_without_findings() throws IOException {
            folder.append(1);
            try (Outbox outbox = folder.open()) {
                Batch batch =
                        new Batch(Instant.EPOCH, List.of(), List.of(), Optional.of(OutboxFolder.checkpoint("further")));
                outbox.append(batch);
            }
            try (Outbox outbox = folder.open()) {
                assertThat(outbox.nextSeq()).isEqualTo(2);
                assertThat(OutboxFolder.text(outbox)).isEqualTo("further");
            }
        }

        @Test
        void two_outboxes_have_different_epochs() throws IOException {
            folder.append(1);
            OutboxFolder other = new OutboxFolder(temporary.resolve("other"), OutboxLimits.shipped());
            other.append(1);
            assertThat(other.summary().epoch()).isNotEqualTo(folder.summary().epoch());
        }

        @Test
        void findings_with_other_numbers_are_refused() throws IOException {
            try (Outbox outbox = folder.open()) {
                Batch batch = new Batch(
                        Instant.EPOCH,
                        List.of(OutboxFolder.finding(outbox.epoch(), 2)),
                        List.of(),
                        Optional.of(OutboxFolder.checkpoint("")));
                assertThatThrownBy(() -> outbox.append(batch)).hasMessage("finding 2 is not number 1");
            }
        }

        @Test
        void a_second_writer_is_told_that_there_is_one() throws IOException {
            try (Outbox outbox = folder.open()) {
                assertThat(Outbox.open(
                                folder.path(), Duration.ofMillis(1), () -> Instant.EPOCH, OutboxLimits.shipped()))
                        .isEmpty();
                folder.append(outbox, 1);
            }
            folder.append(1);
            assertThat(folder.seqs()).containsExactly(1L, 2L);
        }
    }

    @Nested
    class AfterACrash {
        @Test
        void a_write_cut_off_anywhere_is_dropped_as_a_whole() throws IOException {
            folder.append(2);
            int before = (int) Files.size(folder.newest());
            folder.append(3, "gap");
            byte[] whole = Files.readAllBytes(folder.newest());
            for (int length = before; length < whole.length; length++) {
                Files.write(folder.newest(), Arrays.copyOf(whole, length));
                assertThat(folder.seqs()).as("cut at %d", length).containsExactly(1L, 2L);
                try (Outbox outbox = folder.open()) {
                    assertThat(outbox.nextSeq()).isEqualTo(3);
                    assertThat(OutboxFolder.text(outbox)).isEqualTo("after 2");
                }
                assertThat(Files.size(folder.newest())).isEqualTo(before);
            }
        }

        @Test
        void sectors_that_never_reached_the_disk_are_an_unfinished_write() throws IOException {
            folder.append(2);
            int before = (int) Files.size(folder.newest());
            folder.append(20);
            byte[] whole = Files.readAllBytes(folder.newest());
            Arrays.fill(whole, before, whole.length, (byte) 0);
            Files.write(folder.newest(), whole);
            folder.append(1);
            assertThat(folder.seqs()).containsExactly(1L, 2L, 3L);
        }

        @Test
        void a_segment_without_a_record_leaves_the_checkpoint_in_the_one_before() throws IOException {
            folder.append(2);
            Segment.create(folder.path(), folder.summary().epoch(), 2, 3, Instant.EPOCH);
            try (Outbox outbox = folder.open()) {
                assertThat(OutboxFolder.text(outbox)).isEqualTo("after 2");
                assertThat(outbox.nextSeq()).isEqualTo(3);
                folder.append(outbox, 1);
            }
            assertThat(folder.seqs()).containsExactly(1L, 2L, 3L);
        }
    }

    @Nested
    class Damage {
        @Test
        void in_the_middle_stops_everything_and_changes_nothing() throws IOException {
            folder.append(2);
            int middle = (int) Files.size(folder.newest()) - 10;
            folder.append(2);
            flip(folder.newest(), middle);
            assertDamaged("the record at byte 52 is damaged");
        }

        @Test
        void in_the_last_record_is_no_unfinished_write() throws IOException {
            folder.append(2);
            long end = Files.size(folder.newest());
            folder.append(2);
            flip(folder.newest(), (int) Files.size(folder.newest()) - 10);
            assertDamaged("the record at byte " + end + " is damaged");
        }

        @Test
        void of_a_length_does_not_hide_what_stands_behind() throws IOException {
            folder.append(2);
            folder.append(2);
            flip(folder.newest(), Segment.HEADER_BYTES + 4);
            assertDamaged("the record at byte 52 is damaged");
        }

        @Test
        void of_a_header() throws IOException {
            folder.append(2);
            flip(folder.newest(), 20);
            assertDamaged("its header is damaged");
        }

        @Test
        void a_segment_that_is_missing_in_the_middle() throws IOException {
            folder = new OutboxFolder(folder.path(), OutboxFolder.SMALL);
            for (int i = 0; i < 20; i++) {
                folder.append(2);
            }
            assertThat(folder.segments()).hasSizeGreaterThan(3);
            Files.delete(folder.segments().get(1));
            Path behind = folder.segments().get(1);
            Map<String, String> before = folder.contents();
            assertThatThrownBy(() -> folder.append(1))
                    .isInstanceOf(OutboxDamagedException.class)
                    .hasMessageStartingWith(behind + ": segment 2 is missing before it; nothing was changed");
            assertThat(folder.contents()).isEqualTo(before);
        }

        private void assertDamaged(String what) throws IOException {
            Map<String, String> before = folder.contents();
            String message = folder.newest() + ": " + what
                    + "; nothing was changed: restore the folder from a backup, or move it away (mv " + folder.path()
                    + " " + folder.path()
                    + ".damaged), then the agent begins a new outbox and reads the logs again";
            assertThatThrownBy(() -> folder.append(1))
                    .isInstanceOf(OutboxDamagedException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> folder.seqs())
                    .isInstanceOf(OutboxDamagedException.class)
                    .hasMessage(message);
            assertThat(folder.contents()).isEqualTo(before);
        }

        private void flip(Path file, int at) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            bytes[at] ^= 0x40;
            Files.write(file, bytes);
        }
    }

    @Nested
    class Retention {
        @BeforeEach
        void begin() {
            folder = new OutboxFolder(folder.path(), OutboxFolder.SMALL);
        }

        @Test
        void whole_segments_fall_off_above_the_size_and_the_reader_is_told() throws IOException {
            for (int i = 0; i < 100; i++) {
                folder.append(2);
            }
            OutboxSummary summary = folder.summary();
            assertThat(summary.bytes()).isLessThanOrEqualTo(OutboxFolder.SMALL.keepBytes() + 3000);
            assertThat(summary.last()).isEqualTo(200);
            assertThat(summary.first()).isBetween(100L, 190L);
            OutboxPage page = folder.page(5);
            assertThat(page.from()).isEqualTo(summary.first() - 1);
            assertThat(page.to()).isEqualTo(200);
            assertThat(page.gaps())
                    .extracting(Gap::what)
                    .containsExactly("findings 6 to " + page.from() + " of outbox " + summary.epoch()
                            + " are no longer kept (14 days, 256 MiB at most)");
            assertThat(folder.page(summary.first() - 1).gaps()).isEmpty();
        }

        @Test
        void whole_segments_fall_off_above_the_age() throws IOException {
            folder.append(1);
            for (int day = 0; day < 20; day++) {
                folder.pass(Duration.ofDays(1).plusSeconds(1));
                folder.append(1);
            }
            assertThat(folder.summary().first()).isBetween(6L, 8L);
            assertThat(folder.summary().last()).isEqualTo(21);
        }

        @Test
        void segments_that_are_full_keep_no_checkpoints() throws IOException {
            for (int i = 0; i < 30; i++) {
                folder.append(2);
            }
            List<Path> segments = folder.segments();
            for (Path segment : segments.subList(0, segments.size() - 1)) {
                assertThat(Files.readString(segment, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("after ");
            }
            try (Outbox outbox = folder.open()) {
                assertThat(OutboxFolder.text(outbox)).isEqualTo("after 60");
            }
            assertThat(folder.seqs()).hasSize((int) (61 - folder.summary().first()));
        }
    }

    @Nested
    class Reading {
        @Test
        void nothing_is_there_before_the_first_run() throws IOException {
            assertThat(new OutboxReader(folder.path()).summary()).isEmpty();
            assertThat(new OutboxReader(folder.path()).page(Optional.empty(), 9, 9))
                    .isEmpty();
        }

        @Test
        void pages_follow_each_other_whatever_their_size() throws IOException {
            folder = new OutboxFolder(
                    folder.path(), new OutboxLimits(2000, Duration.ofDays(1), 1 << 20, Duration.ofDays(1)));
            for (int i = 0; i < 10; i++) {
                folder.append(i);
            }
            long at = 0;
            int pages = 0;
            OutboxPage page = folder.page(0);
            do {
                page = folder.page(Optional.of(new OutboxCursor(page.epoch(), at)), 3, 1 << 20);
                assertThat(page.from()).isEqualTo(at);
                assertThat(page.findings()).hasSizeLessThanOrEqualTo(3);
                at = page.to();
                pages++;
            } while (page.more());
            assertThat(at).isEqualTo(45);
            assertThat(pages).isEqualTo(15);
        }

        @Test
        void bytes_bound_a_page_but_never_to_nothing() throws IOException {
            folder.append(5);
            OutboxPage page = folder.page(Optional.empty(), 99, 1);
            assertThat(page.to()).isEqualTo(1);
            assertThat(page.more()).isTrue();
        }

        @Test
        void a_cursor_of_another_epoch_reads_from_the_oldest() throws IOException {
            folder.append(3);
            OutboxPage page = folder.page(Optional.of(new OutboxCursor("00c0ffee00c0ffee", 2)), 99, 1 << 20);
            assertThat(page.from()).isZero();
            assertThat(page.to()).isEqualTo(3);
            assertThat(page.more()).isFalse();
        }

        @Test
        void a_cursor_ahead_of_the_outbox_shows_that_it_went_back() throws IOException {
            folder.append(3);
            OutboxPage page = folder.page(7);
            assertThat(page.from()).isEqualTo(3);
            assertThat(page.to()).isEqualTo(3);
            assertThat(page.gaps())
                    .extracting(Gap::what)
                    .containsExactly("the cursor 7 is ahead of outbox " + page.epoch()
                            + ", which ends at 3: it was put back to an older state");
        }

        @Test
        void gaps_come_with_the_findings_around_them() throws IOException {
            folder.append(1, "first");
            folder.append(1);
            folder.append(0, "second");
            folder.append(1, "third");
            assertThat(folder.page(0).gaps()).extracting(Gap::what).containsExactly("first", "second", "third");
            assertThat(folder.page(1).gaps()).extracting(Gap::what).containsExactly("second", "third");
            assertThat(folder.page(2).gaps()).extracting(Gap::what).containsExactly("second", "third");
            assertThat(folder.page(3).gaps()).isEmpty();
        }

        @Test
        void a_gap_is_told_once_in_a_page() throws IOException {
            folder.append(1);
            folder.append(0, "lost");
            folder.append(0, "lost", "more lost");
            folder.append(1, "lost");
            assertThat(folder.page(0).gaps()).extracting(Gap::what).containsExactly("lost", "more lost");
        }

        @Test
        void a_gap_between_two_pages_is_told_by_the_second_one_only() throws IOException {
            folder.append(2, "with");
            folder.append(0, "behind");
            folder.append(2);
            String epoch = folder.summary().epoch();
            OutboxPage first = folder.page(Optional.of(new OutboxCursor(epoch, 0)), 2, 1 << 20);
            assertThat(first.more()).isTrue();
            assertThat(first.gaps()).extracting(Gap::what).containsExactly("with");
            OutboxPage second = folder.page(Optional.of(new OutboxCursor(epoch, first.to())), 2, 1 << 20);
            assertThat(second.more()).isFalse();
            assertThat(second.gaps()).extracting(Gap::what).containsExactly("behind");
        }
    }
}
