package net.saltban.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import net.saltban.address.IpAddress;
import net.saltban.finding.UserFailures;
import net.saltban.policy.Decision;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages on their way into the store. */
final class AcceptTest {
    private static final PolicySettings SETTINGS = PolicySettings.shipped();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EvidenceStore store;

    @BeforeEach
    void open() throws StoreException {
        store = EvidenceStore.open(folder);
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    private List<EvidenceItem> evidence() throws StoreException {
        return store.pending(SETTINGS, Sample.NOW).evidence();
    }

    @Nested
    final class Findings {
        @Test
        void what_comes_in_is_there_as_it_came() throws StoreException {
            Page page = Pages.of("web1")
                    .with(
                            Sample.on("web1").root(3).invalid("a b", "").lasting(Duration.ofSeconds(40)),
                            Sample.on("web1").from("2001:db8::7").probes(2).journal(),
                            Sample.on("web1").minute(7).login("alice").login("bob"));
            Accepted accepted = store.accept(page);
            assertThat(accepted.added()).isEqualTo(3);
            assertThat(accepted.touched())
                    .containsExactlyInAnyOrder(IpAddress.parse("192.0.2.7"), IpAddress.parse("2001:db8::7"));
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 3));
            assertThat(accepted.gaps()).isEmpty();
            assertThat(accepted.newEpoch()).isFalse();
            assertThat(evidence())
                    .extracting(EvidenceItem::finding)
                    .containsExactlyInAnyOrderElementsOf(page.document().findings());
        }

        @Test
        void the_same_page_again_adds_nothing() throws StoreException {
            Page page = Pages.of("web1").withFailures(5);
            store.accept(page);
            Accepted again = store.accept(page);
            assertThat(again.added()).isZero();
            assertThat(again.repeated()).isEqualTo(5);
            assertThat(again.touched()).isEmpty();
            assertThat(again.cursor()).isEqualTo(Pages.cursor(1, 5));
            assertThat(store.counts().findings()).isEqualTo(5);
        }

        @Test
        void pages_that_overlap_count_once() throws StoreException {
            store.accept(Pages.of("web1").withFailures(5));
            Accepted accepted = store.accept(Pages.of("web1").from(3).withFailures(5));
            assertThat(accepted.added()).isEqualTo(3);
            assertThat(accepted.repeated()).isEqualTo(2);
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 8));
        }

        @Test
        void minions_and_keys_have_their_own_numbers() throws StoreException {
            store.accept(Pages.of("web1").withFailures(2));
            store.accept(Pages.of("web2").withFailures(3));
            assertThat(store.cursors()).isEqualTo(Map.of("web1", Pages.cursor(1, 2), "web2", Pages.cursor(1, 3)));
            assertThat(store.counts().findings()).isEqualTo(5);
        }

        @Test
        void what_it_says_of_itself_is_not_believed() throws StoreException {
            store.accept(Pages.of("web1").withFailures(1));
            assertThat(evidence())
                    .extracting(item -> item.reporter().toString())
                    .containsExactly("web1 (aa:bb)");
        }

        @Test
        void a_minion_whose_clock_is_off_by_more_than_five_minutes_is_marked() throws StoreException {
            Duration five = Duration.ofMinutes(5);
            store.accept(Pages.of("web1").clock(five).withFailures(1));
            store.accept(Pages.of("web2").clock(five.negated().minusMillis(1)).withFailures(1));
            assertThat(evidence())
                    .extracting(item -> item.reporter().minion() + " " + item.clockTrusted())
                    .containsExactlyInAnyOrder("web1 true", "web2 false");
            assertThat(store.minions().get(1).clockOffset())
                    .isEqualTo(five.negated().minusMillis(1));
        }

        @Test
        void one_minion_cannot_fill_the_disk() throws StoreException {
            store.close();
            store = new EvidenceStore(new DatabaseFile(folder).open(), 10);
            store.accept(Pages.of("web1").withFailures(8));
            Accepted accepted = store.accept(Pages.of("web1").from(8).withFailures(5));
            assertThat(accepted.added()).isEqualTo(2);
            assertThat(accepted.refused()).isEqualTo(3);
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 13));
            assertThat(accepted.gaps())
                    .containsExactly(
                            "3 findings up to number 13 were not kept: the store holds 10 of this minion already");
            assertThat(store.accept(Pages.of("web2").withFailures(5)).added()).isEqualTo(5);
        }
    }

    @Nested
    final class Cursors {
        @Test
        void a_page_beyond_the_cursor_that_the_pull_asked_for_leaves_it() throws StoreException {
            store.accept(Pages.of("web1").withFailures(2));
            Accepted ahead = store.accept(Pages.of("web1").from(5).asked(1, 5).withFailures(3));
            assertThat(ahead.added()).isEqualTo(3);
            assertThat(ahead.cursor()).isEqualTo(Pages.cursor(1, 2));
            assertThat(ahead.gaps()).isEmpty();
        }

        @Test
        void it_goes_on_over_what_ran_ahead_once_the_hole_is_filled() throws StoreException {
            store.accept(Pages.of("web1").withFailures(2));
            store.accept(Pages.of("web1").from(5).asked(1, 5).withFailures(3));
            Accepted filled = store.accept(Pages.of("web1").from(2).asked(1, 2).withFailures(3));
            assertThat(filled.cursor()).isEqualTo(Pages.cursor(1, 8));
            assertThat(store.counts().findings()).isEqualTo(8);
        }

        @Test
        void what_the_minion_no_longer_has_is_a_gap() throws StoreException {
            store.accept(Pages.of("web1").withFailures(2));
            Accepted accepted =
                    store.accept(Pages.of("web1").from(10).asked(1, 2).withFailures(1));
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 11));
            assertThat(accepted.gaps())
                    .containsExactly("findings 3 to 10 of outbox 0000000000000001 were gone before they were read");
            assertThat(store.minions().get(0).gaps()).isEqualTo(accepted.gaps());
        }

        @Test
        void a_first_page_that_does_not_begin_at_the_first_is_a_gap_too() throws StoreException {
            Accepted accepted = store.accept(Pages.of("web1").from(4).withFailures(1));
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 5));
            assertThat(accepted.gaps())
                    .containsExactly("findings 1 to 4 of outbox 0000000000000001 were gone before they were read");
        }

        @Test
        void a_gap_that_the_minion_reports_is_news_once() throws StoreException {
            assertThat(store.accept(Pages.of("web1").gap("lost 3 bytes").withFailures(1))
                            .gaps())
                    .containsExactly("lost 3 bytes");
            assertThat(store.accept(Pages.of("web1").from(1).gap("lost 3 bytes").withFailures(1))
                            .gaps())
                    .isEmpty();
        }

        @Test
        void an_empty_page_moves_nothing() throws StoreException {
            store.accept(Pages.of("web1").withFailures(2));
            Accepted accepted =
                    store.accept(Pages.of("web1").from(2).asked(1, 2).withFailures(0));
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 2));
            assertThat(accepted.touched()).isEmpty();
        }
    }

    @Nested
    final class Outboxes {
        private long failures() throws StoreException {
            List<EvidenceItem> evidence = evidence();
            return new Policy(SETTINGS)
                    .decide(PolicyInput.of(evidence, Sample.NOW)).decisions().stream()
                            .map(decision -> (Decision.BelowThreshold) decision)
                            .mapToLong(Decision.BelowThreshold::failures)
                            .sum();
        }

        @Test
        void a_new_one_that_reads_the_logs_again_counts_nothing_twice() throws StoreException {
            store.accept(Pages.of("web1").withFailures(4));
            Accepted accepted =
                    store.accept(Pages.of("web1").epoch(2).asked(1, 4).withFailures(4));
            assertThat(accepted.newEpoch()).isTrue();
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(2, 4));
            assertThat(store.cursors()).containsEntry("web1", Pages.cursor(2, 4));
            assertThat(failures()).isEqualTo(4);
        }

        @Test
        void an_old_one_that_comes_back_goes_on_where_it_was() throws StoreException {
            store.accept(Pages.of("web1").withFailures(4));
            store.accept(Pages.of("web1").epoch(2).withFailures(2));
            Accepted accepted =
                    store.accept(Pages.of("web1").epoch(1).asked(2, 2).withFailures(6));
            assertThat(accepted.added()).isEqualTo(2);
            assertThat(accepted.newEpoch()).isFalse();
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 6));
        }

        @Test
        void a_new_key_goes_on_where_the_old_one_was() throws StoreException {
            store.accept(Pages.of("web1").withFailures(3));
            Accepted accepted = store.accept(
                    Pages.of("web1").key("cc:dd").from(3).asked(1, 3).withFailures(1));
            assertThat(accepted.previousKey()).contains("aa:bb");
            assertThat(accepted.cursor()).isEqualTo(Pages.cursor(1, 4));
            assertThat(accepted.gaps()).isEmpty();
            assertThat(accepted.newEpoch()).isFalse();
        }
    }

    @Nested
    final class UserNames {
        @Test
        void marks_take_their_place_and_still_tell_them_apart() throws StoreException {
            store.keepUserNames(false);
            store.accept(Pages.of("web1").with(Sample.on("web1").root(1).invalid("hunter2", "secret")));
            store.accept(Pages.of("web2").with(Sample.on("web2").invalid("hunter2")));
            List<String> names = evidence().stream()
                    .flatMap(item -> item.finding().users().stream())
                    .map(UserFailures::name)
                    .distinct()
                    .toList();
            assertThat(names).hasSize(3).contains("root").noneMatch(name -> name.contains("hunter"));
            assertThat(names).filteredOn(name -> !name.equals("root")).allMatch(name -> name.matches("#[0-9a-f]{12}"));
        }
    }
}
