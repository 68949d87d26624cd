package net.saltban.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import net.saltban.address.Prefix;
import net.saltban.finding.Finding;
import net.saltban.finding.UserFailures;
import net.saltban.policy.Act;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicyOutcome;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Resolution;
import net.saltban.policy.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old evidence. */
final class CompactTest {
    private static final PolicySettings SETTINGS = PolicySettings.shipped();
    private static final Retention SHIPPED = Retention.shipped();
    private static final Prefix SOURCE = Prefix.parse("192.0.2.7");

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

    private PolicyOutcome decide(Instant now) throws StoreException {
        Pending pending = store.pending(SETTINGS, now);
        PolicyOutcome outcome = new Policy(SETTINGS).decide(PolicyInput.of(pending.evidence(), now));
        store.record(pending, outcome, now);
        return outcome;
    }

    private List<EvidenceItem> kept() throws StoreException {
        return store.history(SOURCE).evidence();
    }

    private static Instant days(long days) {
        return Sample.START.plus(Duration.ofDays(days));
    }

    @Nested
    final class AfterTwoDays {
        @Test
        void minutes_of_an_hour_are_one() throws StoreException {
            store.accept(Pages.of("web1")
                    .with(
                            Sample.on("web1").minute(1).failures(1).lasting(Duration.ofSeconds(20)),
                            Sample.on("web1").minute(50).invalid("x").login("alice"),
                            Sample.on("web1").minute(59).root(1),
                            Sample.on("web1").minute(60).failures(1)));
            decide(Sample.NOW);
            assertThat(store.compact(SHIPPED, days(3))).isEqualTo(2);
            List<EvidenceItem> items = kept();
            assertThat(items).extracting(EvidenceItem::resolution).containsOnly(Resolution.HOUR);
            Finding hour = items.get(0).finding();
            assertThat(items).hasSize(2);
            assertThat(hour.minute()).isEqualTo(Sample.START);
            assertThat(hour.first()).isEqualTo(Sample.START.plusSeconds(60));
            assertThat(hour.last()).isEqualTo(Sample.START.plusSeconds(59 * 60));
            assertThat(hour.failures()).isEqualTo(3);
            assertThat(hour.rootFailures()).isEqualTo(1);
            assertThat(hour.invalidUserFailures()).isEqualTo(1);
            assertThat(hour.users()).extracting(UserFailures::name).containsExactly("alice", "root", "x");
            assertThat(hour.logins()).hasSize(1);
            assertThat(store.counts().findings()).isEqualTo(2);
        }

        @Test
        void what_is_younger_stays_as_it_came() throws StoreException {
            store.accept(Pages.of("web1").withFailures(4));
            decide(Sample.NOW);
            assertThat(store.compact(SHIPPED, days(2))).isZero();
            assertThat(kept()).hasSize(4);
        }

        @Test
        void what_waits_for_a_decision_stays_as_it_came() throws StoreException {
            store.accept(Pages.of("web1").withFailures(9));
            assertThat(store.compact(SHIPPED, days(3))).isZero();
            assertThat(decide(days(3)).bans()).hasSize(1);
        }

        @Test
        void what_ran_ahead_of_the_cursor_stays_as_it_came() throws StoreException {
            store.accept(Pages.of("web1").withFailures(1));
            store.accept(Pages.of("web1").from(5).asked(1, 5).withFailures(3));
            decide(Sample.NOW);
            store.compact(SHIPPED, days(3));
            assertThat(store.accept(Pages.of("web1").from(5).asked(1, 5).withFailures(3))
                            .repeated())
                    .isEqualTo(3);
        }

        @Test
        void the_same_page_again_still_adds_nothing() throws StoreException {
            Page page = Pages.of("web1").withFailures(4);
            store.accept(page);
            decide(Sample.NOW);
            store.compact(SHIPPED, days(3));
            assertThat(store.accept(page).added()).isZero();
        }

        @Test
        void findings_on_the_two_sides_of_an_unban_stay_apart() throws StoreException {
            store.accept(Pages.of("web1").with(Sample.on("web1").minute(1).failures(3)));
            store.unban(SOURCE, new Act("alice", Sample.START.plusSeconds(120), ""));
            store.accept(
                    Pages.of("web1").from(1).with(Sample.on("web1").minute(3).failures(3)));
            decide(Sample.NOW);
            assertThat(store.compact(SHIPPED, days(3))).isZero();
            assertThat(kept()).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
        void nothing_is_banned_that_was_not_banned_before(long seed) throws StoreException {
            Random random = new Random(seed);
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Sample sample =
                        Sample.on("web1").from("192.0.2." + random.nextInt(60)).minute(random.nextInt(600));
                samples.add(
                        random.nextInt(8) == 0
                                ? sample.invalid("u" + random.nextInt(9))
                                : sample.failures(1 + random.nextInt(3)));
            }
            store.accept(Pages.of("web1").with(samples.toArray(Sample[]::new)));
            List<Prefix> before = decide(Sample.NOW).bans().stream()
                    .map(ban -> ban.ban().prefix())
                    .toList();
            store.compact(SHIPPED, days(4));
            assertThat(before).isNotEmpty();
            assertThat(weighAll(days(4))).isSubsetOf(before);
        }

        private List<Prefix> weighAll(Instant now) throws StoreException {
            List<EvidenceItem> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                all.addAll(store.history(Prefix.parse("192.0.2." + i)).evidence());
            }
            return new Policy(SETTINGS)
                    .decide(PolicyInput.of(all, now)).bans().stream()
                            .map(ban -> ban.ban().prefix())
                            .sorted(Comparator.naturalOrder())
                            .toList();
        }
    }

    @Nested
    final class Later {
        @Test
        void hours_of_a_day_are_one_and_after_a_year_it_goes() throws StoreException {
            store.accept(Pages.of("web1")
                    .with(
                            Sample.on("web1").failures(1),
                            Sample.on("web1").minute(90).failures(1),
                            Sample.on("web1").minute(600).failures(1),
                            Sample.on("web1").minute(900).failures(1)));
            decide(Sample.NOW);
            store.compact(SHIPPED, days(3));
            assertThat(kept()).hasSize(4);
            assertThat(store.compact(SHIPPED, days(32))).isEqualTo(2);
            assertThat(kept())
                    .extracting(item -> item.resolution() + " " + item.finding().failures())
                    .containsExactly("DAY 3", "DAY 1");
            assertThat(store.compact(SHIPPED, days(364))).isZero();
            assertThat(store.compact(SHIPPED, days(367))).isEqualTo(2);
            assertThat(kept()).isEmpty();
            assertThat(store.counts().sources()).isZero();
            assertThat(store.counts().findings()).isZero();
        }

        @Test
        void names_become_a_number_after_ninety_days_wherever_they_are() throws StoreException {
            store.accept(Pages.of("web1").with(Sample.on("web1").invalid("hunter2", "b", "c")));
            decide(Sample.NOW);
            store.compact(SHIPPED, days(89));
            assertThat(store.history(SOURCE).bans().get(0).toString()).contains("hunter2");
            store.compact(SHIPPED, days(91));
            RecordedBan ban = store.history(SOURCE).bans().get(0);
            assertThat(store.history(SOURCE).toString()).doesNotContain("hunter2");
            assertThat(ban.ban().reason().orElseThrow().usersMore()).isEqualTo(3);
            assertThat(ban.evidence().get(0).finding().usersMore()).isEqualTo(3);
            assertThat(ban.evidence().get(0).finding().failures()).isEqualTo(3);
            assertThat(kept().get(0).finding().usersMore()).isEqualTo(3);
        }

        @Test
        void what_a_ban_rests_on_stays() throws StoreException {
            store.accept(Pages.of("web1").withFailures(9));
            decide(Sample.NOW);
            for (int day = 3; day < 3 * 366; day += 33) {
                store.compact(SHIPPED, days(day));
            }
            assertThat(kept()).isEmpty();
            assertThat(store.history(SOURCE).bans().get(0).evidence()).hasSize(9);
        }
    }
}
