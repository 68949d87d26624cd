package net.saltban.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;

/** An input of the policy in the making, for tests; it enforces unless said otherwise. */
final class Scene {
    private PolicySettings settings = PolicySettings.shipped();
    private final List<EvidenceItem> evidence = new ArrayList<>();
    private PrefixSet allowlist = PrefixSet.empty();
    private PrefixSet fleet = PrefixSet.empty();
    private final List<Ban> bans = new ArrayList<>();
    private final List<HeldBan> held = new ArrayList<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private final List<Retraction> retractions = new ArrayList<>();
    private final Set<IpAddress> alarmed = new HashSet<>();
    private long listed;
    private final Map<String, Integer> bansOfDay = new HashMap<>();
    private Mode mode = Mode.ENFORCE;
    private Instant now = Sample.NOW;

    static Scene of(Sample... samples) {
        return new Scene().and(samples);
    }

    Scene and(Sample... samples) {
        for (Sample sample : samples) {
            evidence.add(sample.item());
        }
        return this;
    }

    Scene settings(PolicySettings others) {
        settings = others;
        return this;
    }

    Scene allow(String prefix) {
        allowlist = allowlist.union(PrefixSet.of(Prefix.parse(prefix)));
        return this;
    }

    Scene protect(String prefix) {
        fleet = fleet.union(PrefixSet.of(Prefix.parse(prefix)));
        return this;
    }

    Scene banned(Ban ban) {
        bans.add(ban);
        return this;
    }

    Scene banned(String prefix, Instant since) {
        return banned(ban(prefix, since, Optional.empty()));
    }

    Scene banned(String prefix, Instant since, Instant until) {
        return banned(ban(prefix, since, Optional.of(until)));
    }

    Scene bannedByOperator(String prefix) {
        return banned(new Ban(
                Prefix.parse(prefix),
                Sample.START.minus(Duration.ofDays(3)),
                Optional.empty(),
                new BanOrigin.ByOperator(new Act("root", Sample.START, "old list"))));
    }

    Scene held(String prefix, HeldWhy why) {
        held.add(new HeldBan(ban(prefix, Sample.START, Optional.empty()), why, Sample.START));
        return this;
    }

    Scene tombstone(Tombstone tombstone) {
        tombstones.add(tombstone);
        return this;
    }

    Scene retract(Retraction retraction) {
        retractions.add(retraction);
        return this;
    }

    Scene alarmed(String source) {
        alarmed.add(IpAddress.parse(source));
        return this;
    }

    Scene listed(long bansListed) {
        listed = bansListed;
        return this;
    }

    Scene bansOfDay(String minion, int count) {
        bansOfDay.put(minion, count);
        return this;
    }

    Scene observe() {
        mode = Mode.OBSERVE;
        return this;
    }

    Scene now(Instant time) {
        now = time;
        return this;
    }

    PolicyInput input() {
        Standing standing = new Standing(bans, held, tombstones, retractions, alarmed, listed, bansOfDay);
        return new PolicyInput(evidence, new Protection(allowlist, fleet), standing, mode, now);
    }

    PolicyOutcome decide() {
        return new Policy(settings).decide(input());
    }

    /** One line for each decision: {@code PREFIX: what}. */
    List<String> told() {
        return decide().decisions().stream().map(Scene::tell).toList();
    }

    static String tell(Decision decision) {
        return decision.prefix() + ": "
                + decision.match(new Decision.Cases<>(
                        ban -> "ban by " + ruleOf(ban.ban())
                                + ban.ban()
                                        .until()
                                        .map(until -> " until " + until)
                                        .orElse("") + (ban.replaced().isEmpty() ? "" : " for " + ban.replaced()),
                        already -> "already banned by " + already.ban().prefix(),
                        waiting -> "held, " + waiting.why(),
                        allowed -> "allowlisted, " + allowed.exemption(),
                        good -> "known-good on " + good.logins(),
                        dead -> "tombstoned",
                        below -> "below threshold, " + below.failures() + "+" + below.probes()));
    }

    static Ban ban(String prefix, Instant since, Optional<Instant> until) {
        Reason reason = new Reason("brute-force", List.of("web1"), 0, since, since, 5, 0, List.of(), 0, 1, false);
        return new Ban(Prefix.parse(prefix), since, until, new BanOrigin.ByRule(reason));
    }

    private static String ruleOf(Ban ban) {
        return ban.reason().orElseThrow().rule();
    }
}
