package net.saltban.policy;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.policy.Decision.Allowlisted;
import net.saltban.policy.Decision.AlreadyBanned;
import net.saltban.policy.Decision.Held;
import net.saltban.policy.Decision.KnownGood;
import net.saltban.policy.Decision.ToBan;

/** Weighs a rule that holds for a prefix against all that speaks for it. */
final class Verdicts {
    private final PolicySettings settings;
    private final PolicyInput input;
    private final Set<IpAddress> alarmed;
    private final PrefixIndex<Ban> bans;
    private final PrefixIndex<HeldBan> held;

    Verdicts(PolicySettings settings, PolicyInput input, Set<IpAddress> alarmed) {
        this.settings = settings;
        this.input = input;
        this.alarmed = alarmed;
        this.bans = new PrefixIndex<>(input.standing().bans(), Ban::prefix);
        this.held = new PrefixIndex<>(input.standing().held(), one -> one.ban().prefix());
    }

    /** The ban that covers a prefix now and ends last; of equal ones the widest. */
    Optional<Ban> active(Prefix prefix) {
        return bans.covering(prefix).stream()
                .filter(ban -> ban.isActiveAt(input.now()))
                .reduce((one, other) -> other.outlasts(one) ? other : one);
    }

    /** The bans within a prefix that hold now. */
    List<Ban> activeWithin(Prefix prefix) {
        return bans.within(prefix).stream()
                .filter(ban -> ban.isActiveAt(input.now()))
                .toList();
    }

    /** Bans that covered a prefix by rules and have run out. */
    List<Ban> past(Prefix prefix) {
        return bans.covering(prefix).stream()
                .filter(ban -> !ban.isActiveAt(input.now()) && ban.reason().isPresent())
                .toList();
    }

    /** The ban that covered a source at a time. */
    Optional<Ban> activeAt(Prefix prefix, Instant time) {
        return bans.covering(prefix).stream()
                .filter(ban -> !time.isBefore(ban.since()) && ban.isActiveAt(time))
                .findFirst();
    }

    /** The decision on a prefix for which a rule holds; its sources' logins may shield it. */
    Decision on(Prefix prefix, Match match, Collection<SourceEvidence> sources) {
        Ban ban = new Ban(prefix, input.now(), match.until(), new BanOrigin.ByRule(match.reason()));
        Optional<Exemption> entry = input.protection().entryOf(prefix);
        if (entry.isPresent()) {
            return new Allowlisted(prefix, match.reason(), entry.get());
        }
        Optional<Ban> active = active(prefix);
        if (active.isPresent() && (active.get().until().isEmpty() || ban.until().isPresent())) {
            return new AlreadyBanned(prefix, active.get());
        }
        Optional<Exemption> exemption = input.protection().exemption(prefix, settings);
        if (exemption.isPresent()) {
            return new Allowlisted(prefix, match.reason(), exemption.get());
        }
        List<String> shield = shield(prefix, match.reason(), sources);
        if (!shield.isEmpty()) {
            return new KnownGood(ban, shield, match.evidence());
        }
        if (!match.reason().corroborated() && settings.uncorroborated().held()) {
            return new Held(ban, HeldWhy.UNCORROBORATED, match.evidence());
        }
        return lastingHold(prefix)
                .<Decision>map(one -> new Held(ban, one.why(), match.evidence()))
                .orElseGet(() -> new ToBan(ban, replaced(ban), match.evidence()));
    }

    /** Who logs in from there; for a /64, from any address in it. */
    private List<String> shield(Prefix prefix, Reason reason, Collection<SourceEvidence> sources) {
        SortedSet<String> minions = new TreeSet<>();
        for (SourceEvidence source : sources) {
            if (!alarmed.contains(source.source())) {
                Logins logins = source.logins();
                minions.addAll(
                        prefix.isSingle()
                                ? logins.shieldFrom(reason, settings.knownGood())
                                : logins.knownGoodBefore(reason.first(), settings.knownGood()));
            }
        }
        return List.copyOf(minions);
    }

    private Optional<HeldBan> lastingHold(Prefix prefix) {
        return held.within(prefix).stream()
                .filter(one -> one.why().isLasting() && one.ban().prefix().equals(prefix))
                .findFirst();
    }

    /** Active bans by rules that a new ban makes superfluous: of the same prefix or within it, and not longer. */
    private List<Prefix> replaced(Ban ban) {
        return activeWithin(ban.prefix()).stream()
                .filter(other -> other.reason().isPresent() && !other.outlasts(ban))
                .map(Ban::prefix)
                .toList();
    }
}
