package net.saltban.evidence;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Act;
import net.saltban.policy.Ban;
import net.saltban.policy.HeldBan;
import net.saltban.policy.Mode;
import net.saltban.policy.PolicyOutcome;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Retraction;
import net.saltban.policy.Rule;

/**
 * The evidence, the bans and the operators' acts: the truth that the ban file is a projection of. Each method is one
 * transaction: after a crash it has happened, or it has not.
 */
public final class EvidenceStore implements AutoCloseable {
    /** Sources that one decision looks at; the rest waits for the next. */
    public static final int SOURCES_MAX = 50_000;

    private final Database database;
    private final FindingTable findings;
    private final MinionTable minions;
    private final BanTable bans;
    private final BanEvidence banEvidence;
    private final ActTable acts;
    private final AlarmTable alarms;
    private final Intake intake;
    private final Operating operating;

    EvidenceStore(Database database, int findingsPerReporterMax) {
        this.database = database;
        this.findings = new FindingTable(database);
        this.minions = new MinionTable(database);
        this.bans = new BanTable(database);
        this.banEvidence = new BanEvidence(database);
        this.acts = new ActTable(database);
        this.alarms = new AlarmTable(database);
        this.intake = new Intake(database, findings, minions, findingsPerReporterMax);
        this.operating = new Operating(findings, bans, banEvidence, acts);
    }

    /**
     * Opens the store {@code evidence.db} in a folder, and makes it if there is none.
     *
     * @throws StoreException if it is damaged, foreign, of a newer version, or cannot be read; nothing of it is changed then
     */
    public static EvidenceStore open(Path folder) throws StoreException {
        return new EvidenceStore(new DatabaseFile(folder).open(), Intake.FINDINGS_PER_REPORTER_MAX);
    }

    // --- what minions report

    /**
     * Whether user names that come in are kept, as in a new store they are; otherwise marks are, which tell names apart and
     * do not show them. Holds until this store is closed.
     */
    public void keepUserNames(boolean keep) throws StoreException {
        if (keep) {
            intake.mark(Optional.empty());
            return;
        }
        String key = database.write(() -> {
            Optional<String> known = Meta.get(database, Meta.NAME_KEY);
            String used = known.orElseGet(NameMarks::newKey);
            if (known.isEmpty()) {
                Meta.put(database, Meta.NAME_KEY, used);
            }
            return used;
        });
        intake.mark(Optional.of(NameMarks.of(key)));
    }

    /** Takes in a page: findings, gaps and the cursor that acknowledges them. What the store has already counts once. */
    public Accepted accept(Page page) throws StoreException {
        return database.write(() -> intake.accept(page));
    }

    /** Where the next pull of each minion starts, by minion id. */
    public Map<String, OutboxCursor> cursors() throws StoreException {
        return database.read(minions::cursors);
    }

    /** Remembers how the last pull of a minion ended. */
    public void recordPull(String minion, ExchangeOutcome outcome) throws StoreException {
        database.<Boolean>write(() -> {
            minions.pulled(minion, outcome);
            return true;
        });
    }

    /**
     * Remembers how the last push to a minion ended.
     *
     * @param status the status document that came with it, JSON; above 64 KiB it is not kept
     */
    public void recordPush(String minion, ExchangeOutcome outcome, Optional<String> status) throws StoreException {
        database.<Boolean>write(() -> {
            minions.pushed(minion, outcome, status);
            return true;
        });
    }

    /** All minions known, by id. */
    public List<MinionRecord> minions() throws StoreException {
        return database.read(minions::all);
    }

    // --- decisions

    /** What waits for a decision: the evidence of sources touched since the last one, and what was decided before. */
    public Pending pending(PolicySettings settings, Instant now) throws StoreException {
        return pending(settings, now, SOURCES_MAX);
    }

    Pending pending(PolicySettings settings, Instant now, int sourcesMax) throws StoreException {
        return database.read(
                () -> new Deciding(database, findings, bans, acts, alarms).pending(settings, now, sourcesMax));
    }

    /** Records a decision on what was pending, and ends the timed bans that have run out. */
    public Changes record(Pending pending, PolicyOutcome outcome, Instant now) throws StoreException {
        return database.write(() -> new Recording(database, bans, banEvidence, alarms, now).record(pending, outcome));
    }

    /**
     * Lets every source with evidence of the last 30 days wait for a decision, if the settings are not those of the last
     * call.
     *
     * @param settings any text that is equal for equal settings (and allowlists)
     * @return whether they had changed
     */
    public boolean reconsiderIfChanged(String settings, Instant now) throws StoreException {
        return database.write(() -> {
            boolean changed =
                    Meta.get(database, Meta.SETTINGS).filter(settings::equals).isEmpty();
            if (changed) {
                findings.touchSince(now.minus(Rule.WINDOW_MAX));
                Meta.put(database, Meta.SETTINGS, settings);
            }
            return changed;
        });
    }

    /**
     * Adds old evidence up, minutes to hours and hours to days, and lets the oldest and old user names go. Does a bounded part
     * of it; call it once a cycle.
     *
     * @return number of findings that went
     */
    public int compact(Retention retention, Instant now) throws StoreException {
        return database.write(() -> new Compaction(database, findings, bans, acts).run(retention, now));
    }

    // --- the list

    /** Id of the list, made when the store was. */
    public UUID listId() throws StoreException {
        return database.read(() -> UUID.fromString(Meta.get(database, Meta.LIST).orElseThrow()));
    }

    /** The generation last given out; 0 before the first. */
    public long generation() throws StoreException {
        return database.read(() -> Meta.number(database, Meta.GENERATION));
    }

    /** Gives out a new generation: the larger of the last one plus 1, and the Unix time in milliseconds. */
    public long nextGeneration(Instant now) throws StoreException {
        return database.write(() -> {
            long next = Math.max(Meta.number(database, Meta.GENERATION) + 1, now.toEpochMilli());
            Meta.put(database, Meta.GENERATION, Long.toString(next));
            return next;
        });
    }

    /**
     * The prefixes of all active bans. Some may lie on an allowlist by now: take out those of which
     * {@link net.saltban.policy.Protection#entryOf} knows an entry before they go into a ban file.
     */
    public PrefixSet banned(Instant now) throws StoreException {
        return PrefixSet.of(database.read(() -> bans.prefixes(now)));
    }

    /** Active bans by a filter, the newest first; without their evidence. */
    public List<RecordedBan> bans(BanFilter filter, Instant now) throws StoreException {
        return database.read(() -> bans.list(filter, now).stream()
                .map(row -> Histories.recorded(row, List.of()))
                .toList());
    }

    /** Everything known of a prefix. */
    public History history(Prefix prefix) throws StoreException {
        return database.read(() -> new Histories(findings, bans, banEvidence, acts, alarms).of(prefix));
    }

    /** Sizes. */
    public Counts counts() throws StoreException {
        return database.read(() -> new Counts(
                bans.count(),
                database.number(
                        "SELECT count(*) FROM ban WHERE ended IS NULL AND held_why IS NULL AND ends IS NOT NULL"),
                database.number(
                        "SELECT count(*) FROM ban WHERE ended IS NULL AND held_why IS NULL AND corroborated = 0"),
                database.number("SELECT count(*) FROM ban WHERE ended IS NULL AND held_why IS NOT NULL"),
                database.number("SELECT count(*) FROM alarm WHERE seen_at IS NULL"),
                database.number("SELECT count(*) FROM minion"),
                database.number("SELECT count(*) FROM source"),
                database.number("SELECT coalesce(sum(findings), 0) FROM reporter"),
                database.number("SELECT count(*) FROM source WHERE touched > 0")));
    }

    // --- acts

    /**
     * Bans a prefix by an operator's word. The caller has checked it against the allowlist.
     *
     * @return whether the list changed; not if a ban of this very prefix for at least as long is there already
     */
    public boolean ban(Prefix prefix, Optional<Instant> until, Act act) throws StoreException {
        return database.write(() -> operating.ban(prefix, until, act));
    }

    /** Bans many prefixes for good with one act, those of an old list. Returns how many were new. */
    public int importBans(Collection<Prefix> prefixes, Act act) throws StoreException {
        return database.write(() -> operating.importBans(prefixes, act));
    }

    /** Unbans a prefix and all bans within it, held ones too, and leaves a tombstone, also where there was no ban. */
    public Unbanned unban(Prefix prefix, Act act) throws StoreException {
        return database.write(() -> operating.unban(prefix, act));
    }

    /** Puts a prefix on the operators' allowlist; whether it was not there. Bans that it meets stay in the store. */
    public boolean allow(Prefix prefix, Act act) throws StoreException {
        return database.write(() -> operating.allow(prefix, act));
    }

    /** Takes a prefix off the operators' allowlist; whether it was there. */
    public boolean disallow(Prefix prefix, Act act) throws StoreException {
        return database.write(() -> operating.disallow(prefix, act));
    }

    /** The operators' allowlist, ordered by prefix. */
    public List<AllowEntry> allowlist() throws StoreException {
        return database.read(acts::allowlist);
    }

    /** Bans that wait for an operator, ordered by prefix. */
    public List<HeldBan> held() throws StoreException {
        return database.read(
                () -> bans.held().stream().flatMap(row -> row.held().stream()).toList());
    }

    /** Lets a held ban go through; empty if none of this prefix is held. */
    public Optional<Ban> approve(Prefix prefix, Act act) throws StoreException {
        return database.write(() -> operating.approve(prefix, act));
    }

    /**
     * Withdraws what a reporter reported. Bans that it speaks for end, and their sources wait for a decision, so that those
     * that others speak for as well come back.
     *
     * @return the bans that ended
     */
    public List<Ban> retract(Retraction retraction, Act act) throws StoreException {
        return database.write(() -> operating.retract(retraction, act));
    }

    /** Whether bans are carried out; {@link Mode#OBSERVE} in a new store. */
    public Mode mode() throws StoreException {
        return database.read(this::readMode);
    }

    private Mode readMode() throws SQLException {
        return Meta.get(database, Meta.MODE).map(Mode::valueOf).orElse(Mode.OBSERVE);
    }

    /** Changes the mode; whether it was another. */
    public boolean setMode(Mode mode, Act act) throws StoreException {
        return database.write(() -> {
            boolean changes = readMode() != mode;
            if (changes) {
                Meta.put(database, Meta.MODE, mode.name());
                acts.insert(RecordedAct.Kind.MODE, mode.name(), act);
            }
            return changes;
        });
    }

    /** Alarms, the newest first; only those that nobody has acknowledged, or all. */
    public List<RecordedAlarm> alarms(boolean all, int limit) throws StoreException {
        return database.read(() -> alarms.newest(all, limit));
    }

    /** Marks an alarm as seen; whether there is one of this number that was not. */
    public boolean acknowledge(long number, Act act) throws StoreException {
        return database.write(() -> {
            boolean seen = alarms.acknowledge(number, act);
            if (seen) {
                acts.insert(RecordedAct.Kind.ACKNOWLEDGE, Long.toString(number), act);
            }
            return seen;
        });
    }

    /** Remembers an act that changes nothing in the store itself, such as {@link RecordedAct.Kind#REBUILD}. */
    public void recordAct(RecordedAct.Kind kind, String subject, Act act) throws StoreException {
        database.<Boolean>write(() -> {
            acts.insert(kind, subject, act);
            return true;
        });
    }

    /** Acts, the newest first. */
    public List<RecordedAct> acts(int limit) throws StoreException {
        return database.read(() -> acts.newest(limit));
    }

    /** Closes the database. */
    @Override
    public void close() throws StoreException {
        database.close();
    }
}
