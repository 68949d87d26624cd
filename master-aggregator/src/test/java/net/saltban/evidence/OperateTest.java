package net.saltban.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.policy.Act;
import net.saltban.policy.Ban;
import net.saltban.policy.Mode;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Protection;
import net.saltban.policy.Retraction;
import net.saltban.policy.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators' acts, and what the store tells. */
final class OperateTest {
    private static final PolicySettings SETTINGS = PolicySettings.shipped();
    private static final Prefix SOURCE = Prefix.parse("192.0.2.7");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EvidenceStore store;

    private Instant now = Sample.NOW;

    @BeforeEach
    void open() throws StoreException {
        store = EvidenceStore.open(folder);
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    private Act act(String why) {
        return new Act("alice", now, why);
    }

    private void cycle(Page page) throws StoreException {
        store.accept(page);
        Pending pending = store.pending(SETTINGS, now);
        store.record(
                pending,
                new Policy(SETTINGS)
                        .decide(new PolicyInput(
                                pending.evidence(), Protection.none(), pending.standing(), Mode.ENFORCE, now)),
                now);
    }

    private static PrefixSet prefixes(String... texts) {
        return PrefixSet.of(List.of(texts).stream().map(Prefix::parse).toList());
    }

    @Nested
    final class Banning {
        @Test
        void puts_a_prefix_on_the_list_once() throws StoreException {
            assertThat(store.ban(Prefix.parse("198.51.100.0/24"), Optional.empty(), act("bad network")))
                    .isTrue();
            assertThat(store.ban(Prefix.parse("198.51.100.0/24"), Optional.empty(), act("again")))
                    .isFalse();
            assertThat(store.banned(now)).isEqualTo(prefixes("198.51.100.0/24"));
            assertThat(store.acts(10))
                    .extracting(act ->
                            act.kind() + " " + act.subject() + " " + act.act().why())
                    .containsExactly("BAN 198.51.100.0/24 bad network");
        }

        @Test
        void for_longer_replaces_and_for_shorter_does_not() throws StoreException {
            Instant tomorrow = now.plus(Duration.ofDays(1));
            assertThat(store.ban(SOURCE, Optional.of(tomorrow), act(""))).isTrue();
            assertThat(store.ban(SOURCE, Optional.of(tomorrow), act(""))).isFalse();
            assertThat(store.ban(SOURCE, Optional.of(tomorrow.plusSeconds(1)), act("")))
                    .isTrue();
            assertThat(store.ban(SOURCE, Optional.empty(), act(""))).isTrue();
            assertThat(store.ban(SOURCE, Optional.of(tomorrow), act(""))).isFalse();
            assertThat(store.bans(BanFilter.newest(9), now)).hasSize(1);
        }

        @Test
        void an_old_list_is_one_act() throws StoreException {
            store.ban(SOURCE, Optional.empty(), act(""));
            assertThat(store.importBans(
                            prefixes("192.0.2.7", "192.0.2.8", "2001:db8::/64").toList(), act("old list")))
                    .isEqualTo(2);
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.2.7", "192.0.2.8", "2001:db8::/64"));
            assertThat(store.acts(1).get(0).kind()).isEqualTo(RecordedAct.Kind.IMPORT);
            assertThat(store.acts(1).get(0).subject()).isEqualTo("2");
        }
    }

    @Nested
    final class Unbanning {
        @Test
        void ends_the_ban_and_the_old_evidence_does_not_ban_anew() throws StoreException {
            cycle(Pages.of("web1").withFailures(9));
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.2.7"));
            Unbanned unbanned = store.unban(SOURCE, act("was me"));
            assertThat(unbanned.ended()).extracting(Ban::prefix).containsExactly(SOURCE);
            assertThat(unbanned.stillCoveredBy()).isEmpty();
            cycle(Pages.of("web1").from(9).with(Sample.on("web1").minute(9).failures(4)));
            assertThat(store.banned(now).isEmpty()).isTrue();
            assertThat(store.history(SOURCE).bans())
                    .extracting(RecordedBan::endedBy)
                    .containsExactly("unbanned by alice: was me");
        }

        @Test
        void does_not_spare_from_what_comes_later() throws StoreException {
            cycle(Pages.of("web1").withFailures(9));
            store.unban(SOURCE, act(""));
            now = now.plusSeconds(600);
            cycle(Pages.of("web1").from(9).with(Sample.on("web1").at(now).failures(5)));
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.2.7"));
        }

        @Test
        void holds_where_the_minions_clock_runs_ahead() throws StoreException {
            Sample ahead = Sample.on("web1").at(now.plusSeconds(200)).failures(9);
            cycle(Pages.of("web1").clock(Duration.ofSeconds(200)).with(ahead));
            store.unban(SOURCE, act(""));
            store.reconsiderIfChanged("all", now);
            cycle(Pages.of("web1").from(1).withFailures(0));
            assertThat(store.banned(now).isEmpty()).isTrue();
        }

        @Test
        void ends_everything_within_a_prefix_and_nothing_else() throws StoreException {
            store.importBans(
                    prefixes("192.0.2.7", "192.0.2.8/31", "192.0.3.1", "2001:db8::1")
                            .toList(),
                    act(""));
            Unbanned unbanned = store.unban(Prefix.parse("192.0.2.0/24"), act(""));
            assertThat(unbanned.ended()).hasSize(2);
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.3.1", "2001:db8::1"));
            assertThat(store.unban(Prefix.parse("::/0"), act("")).ended()).hasSize(1);
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.3.1"));
        }

        @Test
        void says_what_still_covers_the_address() throws StoreException {
            store.ban(Prefix.parse("192.0.2.0/24"), Optional.empty(), act(""));
            Unbanned unbanned = store.unban(SOURCE, act(""));
            assertThat(unbanned.ended()).isEmpty();
            assertThat(unbanned.stillCoveredBy()).map(Ban::prefix).contains(Prefix.parse("192.0.2.0/24"));
        }
    }

    @Nested
    final class Retracting {
        @Test
        void ends_what_rests_on_the_minion_alone_and_keeps_what_others_saw() throws StoreException {
            cycle(Pages.of("web1")
                    .with(
                            Sample.on("web1").from("192.0.2.1").failures(5),
                            Sample.on("web1").from("192.0.2.2").failures(5)));
            cycle(Pages.of("web2").with(Sample.on("web2").from("192.0.2.2").failures(5)));
            List<Ban> ended = store.retract(
                    new Retraction("web1", "", Sample.START.minusSeconds(60), Sample.NOW), act("was broken into"));
            assertThat(ended).hasSize(2);
            cycle(Pages.of("web2").from(1).withFailures(0));
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.2.2"));
        }

        @Test
        void meets_what_is_reported_again() throws StoreException {
            store.retract(new Retraction("web1", "", Sample.START, Sample.NOW), act(""));
            cycle(Pages.of("web1").withFailures(9));
            assertThat(store.banned(now).isEmpty()).isTrue();
        }
    }

    @Nested
    final class Telling {
        @Test
        void allowlist_entries_come_and_go() throws StoreException {
            assertThat(store.allow(SOURCE, act("office"))).isTrue();
            assertThat(store.allow(SOURCE, act("again"))).isFalse();
            assertThat(store.allowlist()).containsExactly(new AllowEntry(SOURCE, act("office")));
            assertThat(store.history(SOURCE).allowlist()).isPresent();
            assertThat(store.disallow(SOURCE, act("moved"))).isTrue();
            assertThat(store.disallow(SOURCE, act("moved"))).isFalse();
            assertThat(store.allowlist()).isEmpty();
        }

        @Test
        void the_mode_changes_by_an_act() throws StoreException {
            assertThat(store.mode()).isEqualTo(Mode.OBSERVE);
            assertThat(store.setMode(Mode.OBSERVE, act(""))).isFalse();
            assertThat(store.setMode(Mode.ENFORCE, act("all 3 looked at"))).isTrue();
            assertThat(store.mode()).isEqualTo(Mode.ENFORCE);
            assertThat(store.acts(9)).extracting(RecordedAct::kind).containsExactly(RecordedAct.Kind.MODE);
        }

        @Test
        void generations_grow_also_when_the_clock_goes_back() throws StoreException {
            assertThat(store.generation()).isZero();
            long first = store.nextGeneration(now);
            assertThat(first).isEqualTo(now.toEpochMilli());
            assertThat(store.nextGeneration(now.minusSeconds(99))).isEqualTo(first + 1);
            assertThat(store.generation()).isEqualTo(first + 1);
        }

        @Test
        void bans_are_listed_by_filter() throws StoreException {
            cycle(Pages.of("web1")
                    .with(
                            Sample.on("web1").failures(5),
                            Sample.on("web1").from("203.0.113.9").root(3)));
            cycle(Pages.of("web_1")
                    .with(Sample.on("web_1").from("192.0.2.8").journal().failures(5)));
            now = now.plusSeconds(60);
            store.ban(Prefix.parse("192.0.2.64/26"), Optional.empty(), act(""));
            assertThat(listed(filter(Optional.of("192.0.2.0/24"), Optional.empty(), Optional.empty(), false)))
                    .containsExactlyInAnyOrder("192.0.2.7", "192.0.2.8", "192.0.2.64/26");
            assertThat(listed(filter(Optional.empty(), Optional.of("root-guessing"), Optional.empty(), false)))
                    .containsExactly("203.0.113.9");
            assertThat(listed(filter(Optional.empty(), Optional.of("operator"), Optional.empty(), false)))
                    .containsExactly("192.0.2.64/26");
            assertThat(listed(filter(Optional.empty(), Optional.empty(), Optional.of("web_1"), false)))
                    .containsExactly("192.0.2.8");
            assertThat(listed(filter(Optional.empty(), Optional.empty(), Optional.empty(), true)))
                    .containsExactlyInAnyOrder("192.0.2.7", "203.0.113.9");
            assertThat(listed(BanFilter.newest(1))).containsExactly("192.0.2.64/26");
            Counts counts = store.counts();
            assertThat(counts.bans()).isEqualTo(4);
            assertThat(counts.uncorroboratedBans()).isEqualTo(2);
            assertThat(counts.minions()).isEqualTo(2);
        }

        private BanFilter filter(
                Optional<String> within, Optional<String> rule, Optional<String> minion, boolean uncorroborated) {
            return new BanFilter(within.map(Prefix::parse), rule, minion, Optional.empty(), uncorroborated, 100);
        }

        private List<String> listed(BanFilter filter) throws StoreException {
            return store.bans(filter, now).stream()
                    .map(ban -> ban.ban().prefix().toString())
                    .toList();
        }

        @Test
        void minions_are_known_by_how_they_last_did() throws StoreException {
            store.recordPull("web2", new ExchangeOutcome(ExchangeOutcome.Result.UNREACHABLE, "no\nanswer", now));
            store.accept(Pages.of("web1").withFailures(1));
            store.recordPush("web1", new ExchangeOutcome(ExchangeOutcome.Result.OK, "", now), Optional.of("{\"v\":1}"));
            store.recordPush(
                    "web1",
                    new ExchangeOutcome(ExchangeOutcome.Result.FAILED, "disk full", now.plusSeconds(1)),
                    Optional.of("x".repeat(MinionTable.STATUS_CHARS_MAX + 1)));
            List<MinionRecord> minions = store.minions();
            assertThat(minions).extracting(MinionRecord::minion).containsExactly("web1", "web2");
            MinionRecord web1 = minions.get(0);
            assertThat(web1.key()).isEqualTo("aa:bb");
            assertThat(web1.address()).map(Object::toString).contains("198.51.100.1");
            assertThat(web1.agent()).isEqualTo("0.1.0");
            assertThat(web1.lastReport()).contains(Pages.NOW);
            assertThat(web1.push().orElseThrow().result()).isEqualTo(ExchangeOutcome.Result.FAILED);
            assertThat(web1.status()).contains("{\"v\":1}");
            assertThat(web1.statusAt()).contains(now);
            assertThat(minions.get(1).pull().orElseThrow().why()).isEqualTo("no\\u000aanswer");
        }

        @Test
        void everything_is_there_after_it_was_closed() throws StoreException {
            cycle(Pages.of("web1").withFailures(9));
            UUID list = store.listId();
            History before = store.history(SOURCE);
            store.close();
            store = EvidenceStore.open(folder);
            assertThat(store.listId()).isEqualTo(list);
            assertThat(store.history(SOURCE)).isEqualTo(before);
            assertThat(store.cursors()).containsEntry("web1", Pages.cursor(1, 9));
        }
    }
}
