package net.saltban.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.policy.Act;
import net.saltban.policy.Alarm;
import net.saltban.policy.Ban;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.HeldBan;
import net.saltban.policy.HeldWhy;
import net.saltban.policy.Mode;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Protection;
import net.saltban.policy.Resolution;
import net.saltban.policy.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions: what waits for one, and what becomes of it. */
final class DecideTest {
    private static final PolicySettings SETTINGS = PolicySettings.shipped();
    private static final Act BY_ALICE = new Act("alice", Sample.NOW, "looked at it");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EvidenceStore store;

    private Instant now = Sample.NOW;
    private long next;

    @BeforeEach
    void open() throws StoreException {
        store = EvidenceStore.open(folder);
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    private void report(Sample... samples) throws StoreException {
        store.accept(Pages.of("web1").from(next).receivedAt(now).with(samples));
        next += samples.length;
    }

    private Changes cycle() throws StoreException {
        return cycle(Mode.ENFORCE);
    }

    private Changes cycle(Mode mode) throws StoreException {
        Pending pending = store.pending(SETTINGS, now);
        return store.record(
                pending,
                new Policy(SETTINGS)
                        .decide(new PolicyInput(pending.evidence(), Protection.none(), pending.standing(), mode, now)),
                now);
    }

    private static Sample guessing(String source) {
        return Sample.on("web1").from(source).failures(5);
    }

    private static PrefixSet prefixes(String... texts) {
        return PrefixSet.of(List.of(texts).stream().map(Prefix::parse).toList());
    }

    @Nested
    final class ABan {
        @Test
        void is_on_the_list_with_its_reason_and_its_evidence() throws StoreException {
            report(guessing("192.0.2.7"), Sample.on("web1").from("192.0.2.8").failures(1));
            Changes changes = cycle();
            assertThat(changes.added()).extracting(Ban::prefix).containsExactly(Prefix.parse("192.0.2.7"));
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.2.7"));
            RecordedBan ban = store.history(Prefix.parse("192.0.2.7")).bans().get(0);
            assertThat(ban.ban()).isEqualTo(changes.added().get(0));
            assertThat(ban.evidence())
                    .extracting(EvidenceItem::finding)
                    .containsExactly(guessing("192.0.2.7").seq(1).item().finding());
            assertThat(ban.ended()).isEmpty();
        }

        @Test
        void is_decided_once() throws StoreException {
            report(guessing("192.0.2.7"));
            cycle();
            assertThat(store.pending(SETTINGS, now).sources()).isZero();
            report(guessing("192.0.2.7").minute(1));
            Pending pending = store.pending(SETTINGS, now);
            assertThat(pending.sources()).isEqualTo(1);
            assertThat(pending.evidence()).isEmpty();
            assertThat(cycle().added()).isEmpty();
            assertThat(store.bans(BanFilter.newest(10), now)).hasSize(1);
        }

        @Test
        void of_a_64_replaces_those_of_its_addresses() throws StoreException {
            report(guessing("2001:db8::1"));
            cycle();
            report(guessing("2001:db8::2"));
            Changes changes = cycle();
            assertThat(changes.ended()).extracting(Ban::prefix).containsExactly(Prefix.parse("2001:db8::1"));
            assertThat(store.banned(now)).isEqualTo(prefixes("2001:db8::/64"));
            assertThat(store.history(Prefix.parse("2001:db8::1")).bans())
                    .extracting(ban -> ban.ban().prefix() + " " + ban.endedBy())
                    .containsExactlyInAnyOrder("2001:db8::/64 ", "2001:db8::1 replaced by 2001:db8::/64");
        }

        @Test
        void for_a_time_runs_out_and_the_next_is_for_good() throws StoreException {
            report(Sample.on("web1").probes(20));
            cycle();
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.2.7"));
            now = Sample.START.plus(Duration.ofHours(4));
            assertThat(store.banned(now).isEmpty()).isTrue();
            assertThat(cycle().ended()).extracting(Ban::prefix).containsExactly(Prefix.parse("192.0.2.7"));
            report(Sample.on("web1").minute(241).probes(20));
            now = now.plusSeconds(120);
            assertThat(cycle().added()).extracting(Ban::until).containsExactly(Optional.empty());
        }

        @Test
        void uses_up_the_budget_of_the_minion_that_it_rests_on() throws StoreException {
            report(guessing("192.0.2.7"), guessing("192.0.2.8"));
            cycle();
            report(guessing("192.0.2.9"));
            assertThat(store.pending(SETTINGS, now).standing().bansOfDay()).containsEntry("web1", 2);
            now = now.plus(Duration.ofDays(1));
            assertThat(store.pending(SETTINGS, now).standing().bansOfDay()).isEmpty();
        }
    }

    @Nested
    final class AHeldBan {
        private void login(String source, Duration before) throws StoreException {
            report(Sample.on("web1").from(source).after(before.negated()).login("alice"));
        }

        private void holdOne() throws StoreException {
            login("192.0.2.7", Duration.ofDays(3));
            login("192.0.2.7", Duration.ofDays(2));
            report(guessing("192.0.2.7"));
            assertThat(cycle().held())
                    .extracting(held -> held.ban().prefix() + " " + held.why())
                    .containsExactly("192.0.2.7 KNOWN_GOOD");
        }

        @Test
        void waits_and_is_not_on_the_list() throws StoreException {
            holdOne();
            assertThat(store.banned(now).isEmpty()).isTrue();
            assertThat(store.held()).extracting(HeldBan::why).containsExactly(HeldWhy.KNOWN_GOOD);
            report(guessing("192.0.2.7").minute(3));
            assertThat(cycle().held()).isEmpty();
            assertThat(store.held()).hasSize(1);
        }

        @Test
        void goes_through_when_an_operator_approves_it() throws StoreException {
            holdOne();
            assertThat(store.approve(Prefix.parse("192.0.2.7"), BY_ALICE)).isPresent();
            assertThat(store.approve(Prefix.parse("192.0.2.7"), BY_ALICE)).isEmpty();
            assertThat(store.banned(now)).isEqualTo(prefixes("192.0.2.7"));
            assertThat(store.held()).isEmpty();
            assertThat(store.history(Prefix.parse("192.0.2.7")).bans().get(0).evidence())
                    .hasSize(1);
        }

        @Test
        void goes_through_when_an_alarm_ends_what_held_it() throws StoreException {
            holdOne();
            report(
                    Sample.on("web1").minute(1).failures(20),
                    Sample.on("web1").minute(2).login("alice"));
            Changes changes = cycle();
            assertThat(changes.raised()).extracting(Alarm::kind).containsExactly(Alarm.Kind.LOGIN_AFTER_FAILURES);
            assertThat(changes.added()).hasSize(1);
            assertThat(store.held()).isEmpty();
        }

        @Test
        void ends_with_an_unban() throws StoreException {
            holdOne();
            Unbanned unbanned = store.unban(Prefix.parse("192.0.2.7"), BY_ALICE);
            assertThat(unbanned.heldEnded()).isEqualTo(1);
            assertThat(unbanned.ended()).isEmpty();
            assertThat(store.held()).isEmpty();
        }
    }

    @Nested
    final class Alarms {
        @Test
        void are_raised_once_and_stay_until_somebody_has_seen_them() throws StoreException {
            report(guessing("192.0.2.7"));
            cycle();
            now = now.plusSeconds(60);
            report(Sample.on("web1").at(now).login("alice"));
            assertThat(cycle().raised()).extracting(Alarm::kind).containsExactly(Alarm.Kind.LOGIN_FROM_BANNED);
            report(Sample.on("web1").at(now.plusSeconds(9)).login("alice"));
            assertThat(cycle().raised()).isEmpty();

            RecordedAlarm alarm = store.alarms(false, 10).get(0);
            assertThat(alarm.alarm().source()).isEqualTo(IpAddress.parse("192.0.2.7"));
            assertThat(alarm.alarm().login().user()).isEqualTo("alice");
            assertThat(alarm.raised()).isEqualTo(now);
            report(guessing("192.0.2.7").at(now));
            assertThat(store.pending(SETTINGS, now).standing().alarmed()).containsExactly(IpAddress.parse("192.0.2.7"));
            assertThat(store.acknowledge(alarm.number(), BY_ALICE)).isTrue();
            assertThat(store.acknowledge(alarm.number(), BY_ALICE)).isFalse();
            assertThat(store.alarms(false, 10)).isEmpty();
            assertThat(store.alarms(true, 10).get(0).acknowledged()).contains(BY_ALICE);
            assertThat(store.pending(SETTINGS, now).standing().alarmed()).isEmpty();
        }
    }

    @Nested
    final class WhatWaits {
        @Test
        void comes_in_parts_if_it_is_much() throws StoreException {
            report(guessing("192.0.2.1"), guessing("192.0.2.2"), guessing("192.0.2.3"));
            Pending first = store.pending(SETTINGS, now, 2);
            assertThat(first.sources()).isEqualTo(2);
            assertThat(first.more()).isTrue();
            record(first);
            Pending second = store.pending(SETTINGS, now, 2);
            assertThat(second.sources()).isEqualTo(1);
            assertThat(second.more()).isFalse();
            record(second);
            assertThat(store.banned(now).size()).isEqualTo(3);
        }

        private void record(Pending pending) throws StoreException {
            store.record(pending, new Policy(SETTINGS).decide(PolicyInput.of(pending.evidence(), now)), now);
        }

        @Test
        void is_not_forgotten_if_more_comes_while_it_is_decided() throws StoreException {
            report(guessing("192.0.2.1"));
            Pending pending = store.pending(SETTINGS, now);
            report(guessing("192.0.2.1").minute(1));
            record(pending);
            assertThat(store.pending(SETTINGS, now).sources()).isEqualTo(1);
        }

        @Test
        void brings_the_neighbours_of_an_ipv6_source_along() throws StoreException {
            report(Sample.on("web1").from("2001:db8::1").failures(1));
            cycle();
            report(
                    Sample.on("web1").from("2001:db8::2").failures(1),
                    Sample.on("web1").from("2001:db8:0:1::2").failures(1));
            assertThat(store.pending(SETTINGS, now).evidence())
                    .extracting(item -> item.finding().source().toString())
                    .containsExactlyInAnyOrder("2001:db8::1", "2001:db8::2", "2001:db8:0:1::2");
        }

        @Test
        void leaves_the_neighbours_alone_once_the_64_is_banned() throws StoreException {
            report(guessing("2001:db8::1"), guessing("2001:db8::2"));
            cycle();
            report(Sample.on("web1").from("2001:db8::3").minute(200).login("alice"));
            assertThat(store.pending(SETTINGS, now).evidence())
                    .extracting(item -> item.finding().source().toString())
                    .containsExactly("2001:db8::3");
            assertThat(cycle().raised()).hasSize(1);
        }

        @Test
        void is_everything_of_thirty_days_once_the_settings_change() throws StoreException {
            report(
                    Sample.on("web1").failures(1),
                    Sample.on("web1")
                            .from("192.0.2.8")
                            .after(Duration.ofDays(-31))
                            .failures(1));
            assertThat(store.reconsiderIfChanged("a", now)).isTrue();
            cycle();
            assertThat(store.reconsiderIfChanged("a", now)).isFalse();
            assertThat(store.pending(SETTINGS, now).sources()).isZero();
            assertThat(store.reconsiderIfChanged("b", now)).isTrue();
            assertThat(store.pending(SETTINGS, now).sources()).isEqualTo(1);
        }

        @Test
        void leaves_out_what_is_too_old_but_not_its_logins() throws StoreException {
            report(
                    Sample.on("web1").after(Duration.ofDays(-40)).failures(5),
                    Sample.on("web1").after(Duration.ofDays(-41)).login("alice"),
                    Sample.on("web1").failures(1));
            assertThat(store.pending(SETTINGS, now).evidence())
                    .extracting(item -> item.finding().seq())
                    .containsExactlyInAnyOrder(2L, 3L);
            assertThat(store.pending(SETTINGS, now).evidence())
                    .extracting(EvidenceItem::resolution)
                    .containsOnly(Resolution.MINUTE);
        }
    }
}
