package net.saltban.saltapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

final class JobReturnsTest {
    private static final PublishedJob JOB = new PublishedJob("20260105030405000000", List.of("web1", "web2"));

    private final Pages api = new Pages();
    private final List<String> read = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-05T03:04:05Z");

    @Test
    void asks_again_at_once_while_there_is_more() throws Exception {
        api.page(true, "web1");
        api.page(false, "web2");

        assertThat(read(Set.of(), 10)).isEmpty();
        assertThat(read).containsExactly("web1", "web2");
        assertThat(api.asked).containsExactly(Set.of(), Set.of("web1"));
    }

    @Test
    void waits_for_those_that_are_late() throws Exception {
        api.page(false, "web1");
        api.page(false);
        api.page(false, "web2");

        assertThat(read(Set.of(), 10)).isEmpty();
        assertThat(read).containsExactly("web1", "web2");
    }

    @Test
    void stops_at_the_deadline_and_names_the_silent() throws Exception {
        api.page(false, "web1");

        assertThat(read(Set.of(), 10)).containsExactly("web2");
        assertThat(now).isBetween(Instant.parse("2026-01-05T03:04:15Z"), Instant.parse("2026-01-05T03:04:16Z"));
    }

    @Test
    void does_not_wait_for_a_minion_that_was_silent_before() throws Exception {
        api.page(false, "web1");

        assertThat(read(Set.of("web2"), 10)).containsExactly("web2");
        assertThat(now).isEqualTo(Instant.parse("2026-01-05T03:04:05Z"));
    }

    @Test
    void a_return_that_comes_twice_is_read_once() throws Exception {
        api.page(true, "web1", "web1");
        api.page(false, "web1", "web2");

        read(Set.of(), 10);

        assertThat(read).containsExactly("web1", "web2");
    }

    @Test
    void a_return_of_a_minion_that_was_not_asked_is_passed_over() throws Exception {
        api.page(false, "web1", "intruder", "web2");

        read(Set.of(), 10);

        assertThat(read).containsExactly("web1", "web2");
    }

    @Test
    void a_page_that_promises_more_for_ever_does_not_hold_it() throws Exception {
        api.page(true, "web1");
        for (int i = 0; i < 40; i++) {
            api.page(true);
        }

        assertThat(read(Set.of(), 10)).containsExactly("web2");
    }

    private Set<String> read(Set<String> unhurried, int seconds) throws Exception {
        JobReturns returns = new JobReturns(api, () -> now, pause -> now = now.plus(pause));
        return returns.<RuntimeException>read(
                List.of(JOB),
                unhurried,
                now.plus(Duration.ofSeconds(seconds)),
                false,
                (job, minionReturn) -> read.add(minionReturn.minion()));
    }

    /** Serves pages as told; after the last, empty ones. */
    private static final class Pages implements SaltApi {
        private final Deque<ReturnsPage> pages = new ArrayDeque<>();
        private final List<Set<String>> asked = new ArrayList<>();

        void page(boolean more, String... minions) {
            List<MinionReturn> returns = List.of(minions).stream()
                    .map(minion -> new MinionReturn(minion, "", "", new MinionReturn.Value("{}")))
                    .toList();
            pages.add(new ReturnsPage(JOB.minions(), returns, more));
        }

        @Override
        public void login() {}

        @Override
        public Optional<PublishedJob> publish(String function, Target target, Map<String, String> arguments) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReturnsPage returns(String jid, Set<String> have, boolean addresses) {
            asked.add(Set.copyOf(have));
            return pages.isEmpty() ? new ReturnsPage(JOB.minions(), List.of(), false) : pages.remove();
        }

        @Override
        public void publishSnapshot(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
