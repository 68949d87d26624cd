package net.saltban.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import net.saltban.enforce.Requirements;
import net.saltban.finding.Trust;
import net.saltban.source.FirstRead;
import net.saltban.source.LogName;
import net.saltban.source.LogRefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what a real journald wrote, by the real journalctl. */
final class JournalIT {
    @TempDir
    Path folder = Path.of("/");

    private @Nullable Journald started;
    private byte @Nullable [] checkpoint;
    private final List<String> gaps = new ArrayList<>();
    private int written;

    @BeforeEach
    void start() throws IOException {
        started = Journald.start(folder);
    }

    @AfterEach
    void stop() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    private Journald journald() {
        return Optional.ofNullable(started).orElseThrow();
    }

    private LogName name() {
        return LogName.journal("journal:" + journald().journal()).orElseThrow();
    }

    /** Attempts of new addresses. */
    private void attempts(int count) throws Exception {
        String[] messages = new String[count];
        for (int i = 0; i < count; i++) {
            messages[i] = "Failed password for root from 198.51.100." + ++written + " port 9 ssh2";
        }
        journald().sshd(messages);
    }

    private JournalLog open() throws IOException {
        byte[] known = checkpoint;
        return known == null
                ? JournalLog.begin(name(), FirstRead.back(Duration.ofDays(30)), Set.of(), InstantSource.system())
                : JournalLog.resume(name(), known, Set.of(), InstantSource.system());
    }

    /** A pass from a checkpoint to the end. */
    private Heard pass() throws IOException {
        Heard heard = new Heard();
        try (JournalLog log = open()) {
            boolean more = true;
            while (more) {
                more = log.read(heard);
            }
            checkpoint = log.checkpoint().orElseThrow();
            gaps.addAll(log.takeGaps());
        }
        return heard;
    }

    @Nested
    class Once {
        @Test
        void each_message_over_many_passes() throws Exception {
            attempts(3);
            assertThat(pass().finish()).hasSize(3);
            assertThat(pass().messages()).isEmpty();
            attempts(2);
            assertThat(pass().finish()).hasSize(2);
            assertThat(pass().messages()).isEmpty();
            assertThat(gaps).isEmpty();
        }

        @Test
        void each_message_over_rotations_and_a_crash_of_journald() throws Exception {
            attempts(2);
            int heard = pass().finish().size();
            attempts(2);
            journald().rotate();
            attempts(2);
            heard += pass().finish().size();
            journald().crash();
            attempts(2);
            heard += pass().finish().size();
            assertThat(heard).isEqualTo(written);
            assertThat(pass().messages()).isEmpty();
            assertThat(gaps).isEmpty();
        }

        @Test
        void a_pass_that_is_not_kept_is_repeated() throws Exception {
            attempts(2);
            pass();
            byte[] kept = checkpoint;
            attempts(2);
            List<String> first = pass().messages();
            checkpoint = kept;
            assertThat(pass().messages()).isEqualTo(first).hasSize(2);
        }

        @Test
        void the_journal_at_rest_does_not_change_the_checkpoint() throws Exception {
            attempts(1);
            pass();
            JournalCheckpoint before =
                    JournalCheckpoint.decode(Optional.ofNullable(checkpoint).orElseThrow());
            pass();
            JournalCheckpoint after =
                    JournalCheckpoint.decode(Optional.ofNullable(checkpoint).orElseThrow());
            assertThat(after.cursor()).isEqualTo(before.cursor());
            assertThat(after.hour() - before.hour()).isBetween(0L, 1L);
        }
    }

    @Nested
    class Gone {
        @Test
        void what_was_vacuumed_unread_is_a_gap_and_nothing_comes_twice() throws Exception {
            attempts(2);
            pass();
            attempts(3);
            journald().rotate();
            journald().vacuum();
            attempts(2);
            Heard heard = pass();
            assertThat(heard.finish()).hasSize(2);
            assertThat(gaps).singleElement().asString().contains("is no longer in the journal");
            gaps.clear();
            assertThat(pass().messages()).isEmpty();
            assertThat(gaps).isEmpty();
        }

        @Test
        void a_whole_journal_that_is_gone_is_told_once() throws Exception {
            attempts(2);
            pass();
            journald().beginAnew();
            assertThat(pass().messages()).isEmpty();
            assertThat(gaps).hasSize(1);
            assertThat(pass().messages()).isEmpty();
            assertThat(gaps).hasSize(1);
            attempts(2);
            assertThat(pass().finish()).hasSize(2);
            assertThat(pass().messages()).isEmpty();
            assertThat(gaps).hasSize(1);
        }

        @Test
        void an_entry_that_is_gone_is_no_gap_if_all_behind_it_is_there() throws Exception {
            attempts(2);
            pass();
            JournalCheckpoint stands =
                    JournalCheckpoint.decode(Optional.ofNullable(checkpoint).orElseThrow());
            String other = stands.cursor()
                    .orElseThrow()
                    .text()
                    .replaceAll("x=.*", "x=1")
                    .replaceAll("t=[0-9a-f]", "t=7");
            checkpoint = new JournalCheckpoint(Cursor.tryParse(other), stands.micros(), stands.hour() + 24).encode();
            attempts(2);
            assertThat(pass().finish()).hasSize(2);
            assertThat(gaps).isEmpty();
        }
    }

    @Nested
    class Senders {
        @Test
        void journald_tells_sshd_from_a_user() throws Exception {
            journald().user("Failed password for root from 203.0.113.66 port 22 ssh2");
            attempts(1);
            Heard heard = pass();
            assertThat(heard.finish())
                    .singleElement()
                    .satisfies(event -> assertThat(event.source().toString()).isEqualTo("198.51.100.1"));
            assertThat(heard.ambiguous()).isEqualTo(1);
            assertThat(heard.messages()).hasSize(2);
            assertThat(heard.messages().get(0)).startsWith("anybody sshd[");
            assertThat(heard.messages().get(1)).startsWith("daemon sshd[");
        }

        @Test
        void the_search_finds_a_journal_only_where_sshd_wrote() throws Exception {
            JournalSearch search = new JournalSearch(name());
            journald().user("Failed password for root from 203.0.113.66 port 22 ssh2");
            assertThat(search.look().holdsSshd()).isFalse();
            attempts(1);
            assertThat(search.look().holdsSshd()).isTrue();
        }

        @Test
        void files_elsewhere_are_trusted_like_a_text_log() {
            assertThat(JournalLog.trustOf(name())).isEqualTo(Trust.TEXT);
            assertThat(JournalLog.trustOf(LogName.JOURNAL)).isEqualTo(Trust.JOURNAL);
        }
    }

    @Nested
    class Bounds {
        @Test
        void a_run_that_takes_too_long_is_killed_and_said_to() throws Exception {
            attempts(1);
            JournalCheckpoint start = new JournalCheckpoint(Optional.empty(), 0, 0);
            @Nullable Throwable said = null;
            // A journal of one entry is printed in no time: journalctl may be through before it is killed.
            for (int i = 0; i < 500 && said == null; i++) {
                try (JournalLog log = new JournalLog(name(), start, Set.of(), InstantSource.system(), Duration.ZERO)) {
                    said = catchThrowable(() -> readAll(log));
                }
            }
            assertThat(said)
                    .isInstanceOf(LogRefusedException.class)
                    .hasMessageContaining("gave nothing new within 0 s");
        }

        private static void readAll(JournalLog log) throws IOException {
            Heard heard = new Heard();
            while (log.read(heard)) {
                assertThat(heard.messages()).isNotNull();
            }
        }

        @Test
        void a_folder_that_is_missing_is_said_to() throws Exception {
            LogName name =
                    LogName.journal("journal:" + folder.resolve("missing")).orElseThrow();
            try (JournalLog log = JournalLog.begin(
                    name, FirstRead.back(Duration.ofDays(1)), Set.of(), InstantSource.fixed(Instant.now()))) {
                assertThatThrownBy(() -> readAll(log)).hasMessageContaining("No such file or directory");
            }
        }

        @Test
        void closing_amid_reading_leaves_no_process() throws Exception {
            attempts(1);
            Requirements.programs("journalctl");
            ProcessHandle handle;
            try (Journalctl.Run run =
                    Journalctl.of(name(), Duration.ofSeconds(60)).start(List.of("--follow"))) {
                handle = run.process().orElseThrow();
                assertThat(handle.isAlive()).isTrue();
            }
            assertThat(handle.isAlive()).isFalse();
        }
    }
}
