package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.policy.Act;
import net.saltban.policy.Ban;
import net.saltban.policy.BanOrigin;
import net.saltban.policy.Reason;
import net.saltban.policy.Retraction;
import net.saltban.policy.Rule;

/** Carries operators' acts out in the store; each within a transaction. */
final class Operating {
    private final FindingTable findings;
    private final BanTable bans;
    private final BanEvidence evidence;
    private final ActTable acts;

    Operating(FindingTable findings, BanTable bans, BanEvidence evidence, ActTable acts) {
        this.findings = findings;
        this.bans = bans;
        this.evidence = evidence;
        this.acts = acts;
    }

    boolean ban(Prefix prefix, Optional<Instant> until, Act act) throws SQLException {
        boolean isNew = insert(prefix, until, act);
        if (isNew) {
            acts.insert(RecordedAct.Kind.BAN, prefix.toString(), act);
        }
        return isNew;
    }

    int importBans(Collection<Prefix> prefixes, Act act) throws SQLException {
        int added = 0;
        for (Prefix prefix : prefixes) {
            added += insert(prefix, Optional.empty(), act) ? 1 : 0;
        }
        acts.insert(RecordedAct.Kind.IMPORT, Integer.toString(added), act);
        return added;
    }

    private boolean insert(Prefix prefix, Optional<Instant> until, Act act) throws SQLException {
        Optional<BanTable.Stored> active = bans.active(prefix);
        if (active.isPresent()) {
            Optional<Instant> ends = active.get().ban().until();
            boolean lastsLonger =
                    ends.isPresent() && (until.isEmpty() || until.get().isAfter(ends.get()));
            if (!lastsLonger) {
                return false;
            }
            bans.end(active.get().id(), act.when(), EndedBy.replacedBy(prefix));
        }
        Optional<BanTable.Stored> held = bans.held(prefix);
        if (held.isPresent()) {
            bans.end(held.get().id(), act.when(), EndedBy.replacedBy(prefix));
        }
        bans.insert(new Ban(prefix, act.when(), until, new BanOrigin.ByOperator(act)), Optional.empty());
        return true;
    }

    Unbanned unban(Prefix prefix, Act act) throws SQLException {
        List<Ban> ended = new ArrayList<>();
        int heldEnded = 0;
        for (BanTable.Stored ban : bans.within(prefix, true, Integer.MAX_VALUE)) {
            bans.end(ban.id(), act.when(), EndedBy.unbannedBy(act));
            if (ban.held().isPresent()) {
                heldEnded++;
            } else {
                ended.add(ban.ban());
            }
        }
        acts.bury(prefix, act.when());
        acts.insert(RecordedAct.Kind.UNBAN, prefix.toString(), act);
        Optional<Ban> wider = bans.wider(prefix, true).stream()
                .filter(ban -> ban.held().isEmpty() && ban.ban().isActiveAt(act.when()))
                .map(BanTable.Stored::ban)
                .findFirst();
        return new Unbanned(ended, heldEnded, wider);
    }

    boolean allow(Prefix prefix, Act act) throws SQLException {
        boolean isNew = acts.allow(prefix, act);
        if (isNew) {
            acts.insert(RecordedAct.Kind.ALLOW, prefix.toString(), act);
        }
        return isNew;
    }

    boolean disallow(Prefix prefix, Act act) throws SQLException {
        boolean wasThere = acts.disallow(prefix);
        if (wasThere) {
            acts.insert(RecordedAct.Kind.DISALLOW, prefix.toString(), act);
        }
        return wasThere;
    }

    Optional<Ban> approve(Prefix prefix, Act act) throws SQLException {
        Optional<BanTable.Stored> held = bans.held(prefix);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Optional<BanTable.Stored> active = bans.active(prefix);
        if (active.isPresent()) {
            bans.end(active.get().id(), act.when(), EndedBy.replacedBy(prefix));
        }
        bans.approve(held.get().id(), act);
        acts.insert(RecordedAct.Kind.APPROVE, prefix.toString(), act);
        return bans.active(prefix).map(BanTable.Stored::ban);
    }

    List<Ban> retract(Retraction retraction, Act act) throws SQLException {
        acts.retract(retraction);
        acts.insert(RecordedAct.Kind.RETRACT, retraction.minion(), act);
        List<Ban> ended = new ArrayList<>();
        for (BanTable.Stored ban : spokenForBy(retraction, act.when())) {
            bans.end(ban.id(), act.when(), EndedBy.retractedBy(act));
            if (ban.held().isEmpty()) {
                ended.add(ban.ban());
            }
            findings.touch(ban.ban().prefix());
        }
        return ended;
    }

    /** Open bans that a reporter speaks for, if it does so alone, or if what else speaks for them can still be weighed. */
    private List<BanTable.Stored> spokenForBy(Retraction retraction, Instant now) throws SQLException {
        List<BanTable.Stored> found = new ArrayList<>();
        for (BanTable.Stored ban : bans.naming(retraction.minion(), retraction.from(), retraction.to())) {
            Reason reason = ban.ban().reason().orElseThrow();
            boolean canComeBack = reason.last().isAfter(now.minus(Rule.WINDOW_MAX));
            boolean byKey =
                    retraction.key().isEmpty() || evidence.of(ban.id()).stream().anyMatch(retraction::voids);
            if (byKey && (canComeBack || reason.onlyMinion().isPresent())) {
                found.add(ban);
            }
        }
        return found;
    }
}
