package net.saltban.evidence;

import java.sql.SQLException;
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
import net.saltban.policy.Ban;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.HeldBan;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Standing;
import net.saltban.policy.Tombstone;

/** Gathers what waits for a decision, and all that bears on it. */
final class Deciding {
    /** Items of one source that are weighed, the newest. */
    static final int ITEMS_PER_SOURCE_MAX = 10_000;

    private static final int NETWORK_LENGTH = 64;

    private final Database database;
    private final FindingTable findings;
    private final BanTable bans;
    private final ActTable acts;
    private final AlarmTable alarms;

    Deciding(Database database, FindingTable findings, BanTable bans, ActTable acts, AlarmTable alarms) {
        this.database = database;
        this.findings = findings;
        this.bans = bans;
        this.acts = acts;
        this.alarms = alarms;
    }

    private record Touched(long id, IpAddress address, long serial) {}

    /** What bears on the sources, as it is found. */
    private static final class Bearing {
        private final Map<Long, BanTable.Stored> bans = new HashMap<>();
        private final Map<Prefix, List<Tombstone>> tombstones = new HashMap<>();
        private final Set<IpAddress> alarmed = new HashSet<>();
        private final Set<Prefix> networks = new HashSet<>();
        private final List<EvidenceItem> evidence = new ArrayList<>();
    }

    /** Within a transaction. */
    Pending pending(PolicySettings settings, Instant now, int sourcesMax) throws SQLException {
        List<Touched> touched = database.list(
                "SELECT id, address, touched FROM source WHERE touched > 0 ORDER BY touched LIMIT ?",
                Deciding::touched,
                sourcesMax + 1);
        boolean more = touched.size() > sourcesMax;
        if (more) {
            touched.remove(sourcesMax);
        }
        List<Integer> banLengths = bans.lengths("ban");
        List<Integer> tombstoneLengths = bans.lengths("tombstone");
        Bearing bearing = new Bearing();
        for (Touched source : withNeighbours(touched, banLengths)) {
            gather(source, settings, now, banLengths, bearing);
            for (Prefix prefix : BanTable.covering(source.address(), tombstoneLengths)) {
                if (!bearing.tombstones.containsKey(prefix)) {
                    bearing.tombstones.put(prefix, acts.tombstones(prefix));
                }
            }
            if (alarms.isOpen(source.address())) {
                bearing.alarmed.add(source.address());
            }
        }
        long mark = touched.stream().mapToLong(Touched::serial).max().orElse(0);
        return new Pending(bearing.evidence, standing(bearing, now), touched.size(), more, mark);
    }

    private static Touched touched(Row row) throws SQLException {
        return new Touched(row.number("id"), row.address("address"), row.number("touched"));
    }

    /** The sources, and all others in the /64s of those of IPv6, unless the /64 is banned for good. */
    private List<Touched> withNeighbours(List<Touched> touched, List<Integer> banLengths) throws SQLException {
        Map<Long, Touched> all = new HashMap<>();
        touched.forEach(source -> all.put(source.id(), source));
        Set<Prefix> networks = new HashSet<>();
        for (Touched source : touched) {
            if (source.address().isIpv4()) {
                continue;
            }
            Prefix network = Prefix.covering(source.address(), NETWORK_LENGTH);
            if (networks.add(network) && !isBannedForGood(network, banLengths)) {
                database.list(
                                "SELECT id, address, touched FROM source WHERE low BETWEEN ? AND ? ORDER BY low LIMIT ?",
                                Deciding::touched,
                                SortKey.first(network),
                                SortKey.last(network),
                                ITEMS_PER_SOURCE_MAX)
                        .forEach(neighbour -> all.putIfAbsent(neighbour.id(), neighbour));
            }
        }
        return List.copyOf(all.values());
    }

    private boolean isBannedForGood(Prefix network, List<Integer> banLengths) throws SQLException {
        for (int length : banLengths) {
            if (length <= network.length()
                    && bans.active(Prefix.covering(network.address(), length))
                            .filter(ban -> ban.ban().until().isEmpty())
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void gather(Touched source, PolicySettings settings, Instant now, List<Integer> banLengths, Bearing bearing)
            throws SQLException {
        List<BanTable.Stored> covering = new ArrayList<>();
        for (Prefix prefix : BanTable.covering(source.address(), banLengths)) {
            covering.addAll(database.list(
                    "SELECT * FROM ban WHERE prefix = ? AND (ended IS NULL OR ended_by = ? AND ends > ?)",
                    BanTable::stored,
                    prefix,
                    EndedBy.RAN_OUT,
                    now.minus(settings.recidivism())));
        }
        if (!source.address().isIpv4()) {
            Prefix network = Prefix.covering(source.address(), NETWORK_LENGTH);
            if (bearing.networks.add(network)) {
                bans.within(network, true, ITEMS_PER_SOURCE_MAX).forEach(ban -> bearing.bans.put(ban.id(), ban));
            }
        }
        covering.forEach(ban -> bearing.bans.put(ban.id(), ban));
        long clockOffsetMax = Micros.of(settings.clockOffsetMax());
        Optional<Instant> bannedSince = covering.stream()
                .filter(ban -> ban.held().isEmpty()
                        && ban.isOpen()
                        && ban.ban().until().isEmpty())
                .map(ban -> ban.ban().since())
                .min(Instant::compareTo);
        // On a source that is banned for good there is nothing to decide but whether somebody logged in from there.
        bearing.evidence.addAll(
                bannedSince.isPresent()
                        ? findings.withLogins(source.id(), bannedSince.get(), clockOffsetMax, ITEMS_PER_SOURCE_MAX)
                        : findings.weighing(
                                source.id(), now.minus(settings.evidenceAge()), clockOffsetMax, ITEMS_PER_SOURCE_MAX));
    }

    private Standing standing(Bearing bearing, Instant now) throws SQLException {
        List<Ban> active = bearing.bans.values().stream()
                .filter(ban -> ban.held().isEmpty())
                .map(BanTable.Stored::ban)
                .toList();
        List<HeldBan> held = bearing.bans.values().stream()
                .filter(BanTable.Stored::isOpen)
                .flatMap(ban -> ban.held().stream())
                .toList();
        return new Standing(
                active,
                held,
                bearing.tombstones.values().stream().flatMap(List::stream).toList(),
                acts.retractions(),
                bearing.alarmed,
                bans.count(),
                bans.restingOnOneMinion(now.minus(Duration.ofDays(1))));
    }
}
