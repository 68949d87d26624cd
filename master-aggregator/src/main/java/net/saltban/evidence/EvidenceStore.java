package net.saltban.evidence;

import java.nio.file.Path;
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

/**
 * The evidence, the bans and the operators' acts: the truth that the ban file is a projection of. Each method is one
 * transaction: after a crash it has happened, or it has not.
 */
public final class EvidenceStore implements AutoCloseable {
    /** Sources that one decision looks at; the rest waits for the next. */
    public static final int SOURCES_MAX = 50_000;

    /**
     * Opens the store {@code evidence.db} in a folder, and makes it if there is none.
     *
     * @throws StoreException if it is damaged, foreign, of a newer version, or cannot be read; nothing of it is changed then
     */
    public static EvidenceStore open(Path folder) throws StoreException {
        return NotBuilt.yet(folder);
    }

    // --- what minions report

    /** Takes in a page: findings, gaps and the cursor that acknowledges them. What the store has already counts once. */
    public Accepted accept(Page page) throws StoreException {
        return NotBuilt.yet(page);
    }

    /** Where the next pull of each minion starts, by minion id. */
    public Map<String, OutboxCursor> cursors() throws StoreException {
        return NotBuilt.yet(this);
    }

    /** Remembers how the last pull of a minion ended. */
    public void recordPull(String minion, ExchangeOutcome outcome) throws StoreException {
        NotBuilt.yet(minion);
    }

    /**
     * Remembers how the last push to a minion ended.
     *
     * @param status the status document that came with it, JSON; above 64 KiB it is not kept
     */
    public void recordPush(String minion, ExchangeOutcome outcome, Optional<String> status) throws StoreException {
        NotBuilt.yet(minion);
    }

    /** All minions known, by id. */
    public List<MinionRecord> minions() throws StoreException {
        return NotBuilt.yet(this);
    }

    // --- decisions

    /** What waits for a decision: the evidence of sources touched since the last one, and what was decided before. */
    public Pending pending(PolicySettings settings, Instant now) throws StoreException {
        return NotBuilt.yet(settings);
    }

    /** Records a decision on what was pending, and ends the timed bans that have run out. */
    public Changes record(Pending pending, PolicyOutcome outcome, Instant now) throws StoreException {
        return NotBuilt.yet(pending);
    }

    /**
     * Lets every source with evidence of the last 30 days wait for a decision, if the settings are not those of the last
     * call.
     *
     * @param settings any text that is equal for equal settings (and allowlists)
     * @return whether they had changed
     */
    public boolean reconsiderIfChanged(String settings) throws StoreException {
        return NotBuilt.yet(settings);
    }

    /**
     * Adds old evidence up: minutes to hours after 48 hours, hours to days after 30 days; removes days after a year and
     * user names after 90 days. Does a bounded part of it; call it once a cycle.
     *
     * @return number of findings that went
     */
    public int compact(Instant now) throws StoreException {
        return NotBuilt.yet(now);
    }

    // --- the list

    /** Id of the list, made when the store was. */
    public UUID listId() throws StoreException {
        return NotBuilt.yet(this);
    }

    /** The generation last given out; 0 before the first. */
    public long generation() throws StoreException {
        return NotBuilt.yet(this);
    }

    /** Gives out a new generation: the larger of the last one plus 1, and the Unix time in milliseconds. */
    public long nextGeneration(Instant now) throws StoreException {
        return NotBuilt.yet(this);
    }

    /**
     * The prefixes of all active bans. Some may lie on an allowlist by now: take out those of which
     * {@link net.saltban.policy.Protection#entryOf} knows an entry before they go into a ban file.
     */
    public PrefixSet banned(Instant now) throws StoreException {
        return NotBuilt.yet(this);
    }

    /** Active bans by a filter, the newest first; without their evidence. */
    public List<RecordedBan> bans(BanFilter filter, Instant now) throws StoreException {
        return NotBuilt.yet(filter);
    }

    /** Everything known of a prefix. */
    public History history(Prefix prefix) throws StoreException {
        return NotBuilt.yet(prefix);
    }

    /** Sizes. */
    public Counts counts() throws StoreException {
        return NotBuilt.yet(this);
    }

    // --- acts

    /**
     * Bans a prefix by an operator's word. The caller has checked it against the allowlist.
     *
     * @return whether the list changed; not if a ban of this very prefix for at least as long is there already
     */
    public boolean ban(Prefix prefix, Optional<Instant> until, Act act) throws StoreException {
        return NotBuilt.yet(prefix);
    }

    /** Bans many prefixes for good with one act, those of an old list. Returns how many were new. */
    public int importBans(Collection<Prefix> prefixes, Act act) throws StoreException {
        return NotBuilt.yet(prefixes);
    }

    /** Unbans a prefix and all bans within it, held ones too, and leaves a tombstone, also where there was no ban. */
    public Unbanned unban(Prefix prefix, Act act) throws StoreException {
        return NotBuilt.yet(prefix);
    }

    /** Puts a prefix on the operators' allowlist; whether it was not there. Bans that it meets stay in the store. */
    public boolean allow(Prefix prefix, Act act) throws StoreException {
        return NotBuilt.yet(prefix);
    }

    /** Takes a prefix off the operators' allowlist; whether it was there. */
    public boolean disallow(Prefix prefix, Act act) throws StoreException {
        return NotBuilt.yet(prefix);
    }

    /** The operators' allowlist, ordered by prefix. */
    public List<AllowEntry> allowlist() throws StoreException {
        return NotBuilt.yet(this);
    }

    /** Bans that wait for an operator, ordered by prefix. */
    public List<HeldBan> held() throws StoreException {
        return NotBuilt.yet(this);
    }

    /** Lets a held ban go through; empty if none of this prefix is held. */
    public Optional<Ban> approve(Prefix prefix, Act act) throws StoreException {
        return NotBuilt.yet(prefix);
    }

    /**
     * Withdraws what a reporter reported. Bans that it speaks for end, and their sources wait for a decision, so that those
     * that others speak for as well come back.
     *
     * @return the bans that ended
     */
    public List<Ban> retract(Retraction retraction, Act act) throws StoreException {
        return NotBuilt.yet(retraction);
    }

    /** Whether bans are carried out; {@link Mode#OBSERVE} in a new store. */
    public Mode mode() throws StoreException {
        return NotBuilt.yet(this);
    }

    /** Changes the mode; whether it was another. */
    public boolean setMode(Mode mode, Act act) throws StoreException {
        return NotBuilt.yet(mode);
    }

    /** Alarms, the newest first; only those that nobody has acknowledged, or all. */
    public List<RecordedAlarm> alarms(boolean all, int limit) throws StoreException {
        return NotBuilt.yet(limit);
    }

    /** Marks an alarm as seen; whether there is one of this number that was not. */
    public boolean acknowledge(long number, Act act) throws StoreException {
        return NotBuilt.yet(number);
    }

    /** Remembers an act that changes nothing in the store itself, such as {@link RecordedAct.Kind#REBUILD}. */
    public void recordAct(RecordedAct.Kind kind, String subject, Act act) throws StoreException {
        NotBuilt.yet(act);
    }

    /** Acts, the newest first. */
    public List<RecordedAct> acts(int limit) throws StoreException {
        return NotBuilt.yet(limit);
    }

    /** Closes the database. */
    @Override
    public void close() throws StoreException {
        NotBuilt.yet(this);
    }
}
