package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.policy.Alarm;
import net.saltban.policy.Ban;
import net.saltban.policy.Decision;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.HeldBan;
import net.saltban.policy.HeldWhy;
import net.saltban.policy.PolicyOutcome;

/** Carries a decision out in the store. */
final class Recording {
    private final Database database;
    private final BanTable bans;
    private final BanEvidence evidence;
    private final AlarmTable alarms;
    private final Instant now;
    private final List<Ban> added = new ArrayList<>();
    private final List<Ban> ended = new ArrayList<>();
    private final List<HeldBan> held = new ArrayList<>();
    private final List<Alarm> raised = new ArrayList<>();

    Recording(Database database, BanTable bans, BanEvidence evidence, AlarmTable alarms, Instant now) {
        this.database = database;
        this.bans = bans;
        this.evidence = evidence;
        this.alarms = alarms;
        this.now = now;
    }

    /** Within a transaction. */
    Changes record(Pending pending, PolicyOutcome outcome) throws SQLException {
        for (BanTable.Stored ban : bans.runOut(now)) {
            bans.end(ban.id(), ban.ban().until().orElse(now), EndedBy.RAN_OUT);
            ended.add(ban.ban());
        }
        for (Decision decision : outcome.decisions()) {
            if (decision instanceof Decision.ToBan toBan) {
                ban(toBan);
            } else if (decision instanceof Decision.Held one) {
                hold(one.ban(), one.why(), one.evidence());
            } else if (decision instanceof Decision.KnownGood good) {
                hold(good.ban(), HeldWhy.KNOWN_GOOD, good.evidence());
            }
        }
        for (Alarm alarm : outcome.alarms()) {
            if (alarms.insert(alarm, now)) {
                raised.add(alarm);
            }
        }
        database.update("UPDATE source SET touched = 0 WHERE touched > 0 AND touched <= ?", pending.mark());
        return new Changes(added, ended, held, raised);
    }

    private void ban(Decision.ToBan toBan) throws SQLException {
        Prefix prefix = toBan.prefix();
        List<Prefix> replaced = new ArrayList<>(toBan.replaced());
        if (!replaced.contains(prefix)) {
            replaced.add(prefix);
        }
        for (Prefix old : replaced) {
            Optional<BanTable.Stored> active = bans.active(old);
            if (active.isPresent()) {
                bans.end(active.get().id(), now, EndedBy.replacedBy(prefix));
                ended.add(active.get().ban());
            }
        }
        Optional<BanTable.Stored> waiting = bans.held(prefix);
        if (waiting.isPresent()) {
            bans.end(waiting.get().id(), now, EndedBy.replacedBy(prefix));
        }
        evidence.put(bans.insert(toBan.ban(), Optional.empty()), toBan.evidence());
        added.add(toBan.ban());
    }

    /** A ban that is held already stays as it was first held, so that an operator sees one ban that waits, not many. */
    private void hold(Ban ban, HeldWhy why, List<EvidenceItem> items) throws SQLException {
        Optional<BanTable.Stored> waiting = bans.held(ban.prefix());
        if (waiting.isPresent()) {
            bans.hold(waiting.get().id(), why);
        } else {
            evidence.put(bans.insert(ban, Optional.of(why)), items);
            held.add(new HeldBan(ban, why, now));
        }
    }
}
