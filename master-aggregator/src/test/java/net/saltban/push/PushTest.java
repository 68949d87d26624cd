package net.saltban.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.ProtectedFile;
import net.saltban.fleet.FakeFleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PushTest {
    private static final UUID LIST = UUID.fromString("0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11");

    @TempDir
    Path stateDir;

    private final ReleasedList first = list(1, "198.51.100.1");
    private final ReleasedList second = list(2, "198.51.100.1", "198.51.100.2");
    private final List<String> minions = new ArrayList<>(List.of("web1", "web2"));
    private Instant now = Instant.parse("2026-01-05T03:04:05Z");
    private FakeFleet fleet = new FakeFleet(() -> now, Path.of(""));

    @BeforeEach
    void releaseTheFirst() throws Exception {
        fleet = new FakeFleet(() -> now, stateDir.resolve("snapshots"));
        fleet.add("web1");
        fleet.add("web2");
        publish(first);
        push(first, first, Set.of());
    }

    @Test
    void a_minion_that_holds_the_base_takes_the_delta() throws Exception {
        assertThat(words(push(second, first, Set.of()))).isEqualTo(Map.of("web1", "holds", "web2", "holds"));
        assertThat(fleet.minion("web1").applied()).containsExactly("snapshot 1", "delta 2");
        assertThat(fleet.minion("web1").bans()).containsExactly("198.51.100.1", "198.51.100.2");
    }

    @Test
    void a_minion_that_is_new_takes_the_snapshot() throws Exception {
        fleet.add("web3");
        minions.add("web3");
        publish(second);

        push(second, first, Set.of());

        assertThat(fleet.minion("web3").applied()).containsExactly("snapshot 2");
    }

    @Test
    void an_offline_minion_is_unreachable_after_the_timeout_and_the_rest_is_served() throws Exception {
        fleet.minion("web1").goOffline();

        assertThat(words(push(second, first, Set.of())))
                .isEqualTo(Map.of(
                        "web1",
                        "unreachable: no answer within 30 s; it takes the list at its next state run, or with the next"
                                + " cycle",
                        "web2",
                        "holds"));
        assertThat(now).isAfterOrEqualTo(Instant.parse("2026-01-05T03:04:35Z"));
    }

    @Test
    void a_minion_that_was_silent_before_is_not_waited_for() throws Exception {
        fleet.minion("web1").goOffline();

        push(second, first, Set.of("web1"));

        assertThat(now).isEqualTo(Instant.parse("2026-01-05T03:04:05Z"));
    }

    @Test
    void a_minion_without_a_key_is_unreachable() throws Exception {
        fleet.remove("web2");

        assertThat(words(push(second, first, Set.of())))
                .containsEntry("web2", "unreachable: the master has no accepted key of this minion");
    }

    @Test
    void a_minion_that_obeys_another_list_refuses_with_its_reason() throws Exception {
        fleet.minion("web2").obey(UUID.fromString("11111111-2222-3333-4444-555555555555"), 9);

        assertThat(words(push(second, first, Set.of())))
                .containsEntry("web2", "refused: the list " + LIST + " is not the one obeyed here");
    }

    @Test
    void a_minion_that_says_applied_but_holds_something_else_has_failed() throws Exception {
        fleet.minion("web2")
                .answer(
                        "saltban.apply",
                        "{\"v\":1,\"outcome\":\"applied\",\"why\":\"\",\"status\":{\"generation\":1}}");

        assertThat(words(push(second, first, Set.of())))
                .containsEntry("web2", "failed: it says applied, but holds generation 1 instead of 2");
    }

    @Test
    void a_kernel_that_holds_something_else_is_a_failure() throws Exception {
        fleet.minion("web2").setDrifting(true);

        assertThat(words(push(second, first, Set.of())))
                .containsEntry(
                        "web2",
                        "failed: it holds the list, but its kernel does not hold what it should; see saltban-agent"
                                + " doctor there");
    }

    @Test
    void an_answer_that_is_no_document_is_a_failure() throws Exception {
        fleet.minion("web1").answer("saltban.apply", "[1,2]");
        fleet.minion("web2").failAt("saltban.apply", "Traceback: no java");

        assertThat(words(push(second, first, Set.of())))
                .isEqualTo(Map.of(
                        "web1", "failed: its answer is no apply document: no JSON object",
                        "web2", "failed: Traceback: no java"));
    }

    private void publish(ReleasedList list) throws Exception {
        new ListFolder(stateDir).release(list, () -> {});
        fleet.publishSnapshot(list.name().dataName());
    }

    private Map<String, PushOutcome> push(ReleasedList list, ReleasedList base, Set<String> silent) throws Exception {
        Map<String, PushOutcome> outcomes = new TreeMap<>();
        Push push = new Push(fleet, () -> now, pause -> now = now.plus(pause), Duration.ofSeconds(30), Duration.ZERO);
        push.run(
                list,
                list.equals(base) ? list.deltaWithoutBase() : list.deltaFrom(base.file()),
                minions,
                silent,
                new Push.Sink() {
                    @Override
                    public void asked() {}

                    @Override
                    public void accept(String minion, PushOutcome outcome) {
                        outcomes.put(minion, outcome);
                    }
                });
        return outcomes;
    }

    private static Map<String, String> words(Map<String, PushOutcome> outcomes) {
        Map<String, String> words = new TreeMap<>();
        outcomes.forEach((minion, outcome) -> words.put(
                minion,
                outcome.match(
                        holds -> "holds",
                        unreachable -> "unreachable: " + unreachable.why(),
                        refused -> "refused: " + refused.why(),
                        failed -> "failed: " + failed.why())));
        return words;
    }

    private static ReleasedList list(long generation, String... prefixes) {
        BanList bans = BanList.of(Stream.of(prefixes).map(Prefix::parse).toList());
        return new ReleasedList(BanFile.of(LIST, generation, bans), ProtectedFile.empty());
    }
}
