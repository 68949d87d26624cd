package net.saltban.evidence;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.Gap;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Reporter;
import net.saltban.policy.Resolution;

/**
 * Takes pages in. A number counts once; the cursor is the highest number up to which nothing is missing, save what the minion
 * itself no longer has, which is recorded as a gap.
 */
final class Intake {
    /** Findings of one reporter that are kept at a time; one bad minion cannot fill the disk. */
    static final int FINDINGS_PER_REPORTER_MAX = 1_000_000;

    /** Gaps of one reporter that are kept, the newest. */
    static final int GAPS_PER_REPORTER_MAX = 1000;

    /** Outboxes of one reporter that are remembered, the newest. */
    static final int OUTBOXES_PER_REPORTER_MAX = 1000;

    private final Database database;
    private final FindingTable findings;
    private final MinionTable minions;
    private final int findingsMax;
    private Optional<NameMarks> marks = Optional.empty();

    Intake(Database database, FindingTable findings, MinionTable minions, int findingsMax) {
        this.database = database;
        this.findings = findings;
        this.minions = minions;
        this.findingsMax = findingsMax;
    }

    /** Keeps marks in place of user names from now on, or the names. */
    void mark(Optional<NameMarks> by) {
        marks = by;
    }

    private record OutboxRow(long id, long seq, boolean isNew) {}

    /** Within a transaction. */
    Accepted accept(Page page) throws SQLException {
        FindingsDocument document = page.document();
        Duration offset = Duration.between(page.receivedAt(), document.now());
        Optional<String> previousKey = minions.key(page.reporter().minion())
                .filter(key -> !key.equals(page.reporter().key()));
        MinionTable.ReporterRow reporter = minions.reporter(page.reporter(), page.receivedAt());
        OutboxRow outbox = outbox(page.reporter(), reporter.id(), document.epoch());

        List<String> gaps = new ArrayList<>();
        long cursor = outbox.seq();
        if (document.from() > cursor && isLost(page, cursor)) {
            gaps.add("findings " + (cursor + 1) + " to " + document.from() + " of outbox " + document.epoch()
                    + " were gone before they were read");
            cursor = document.from();
        }
        Batch batch = new Batch(outbox.id(), cursor, Micros.of(offset), page.receivedAt());
        for (Finding finding : document.findings()) {
            batch.take(finding, findingsMax - reporter.findings());
        }
        if (document.from() <= cursor) {
            cursor = contiguous(outbox.id(), Math.max(cursor, document.to()));
        }
        if (batch.refused > 0) {
            gaps.add(batch.refused + " findings up to number " + document.to() + " were not kept: the store holds "
                    + findingsMax + " of this minion already");
        }
        List<String> news = recordGaps(reporter.id(), document.gaps(), gaps, page.receivedAt());
        touch(batch.sources);
        database.update("UPDATE outbox SET seq = ? WHERE id = ?", cursor, outbox.id());
        minions.reported(reporter.id(), page, outbox.id(), Micros.of(offset), batch.added);
        return new Accepted(
                batch.added,
                batch.repeated,
                batch.refused,
                batch.sources.keySet(),
                new OutboxCursor(document.epoch(), cursor),
                outbox.isNew() && reporter.hasOutbox(),
                offset,
                news,
                previousKey);
    }

    /** The findings of one page on their way in. */
    private final class Batch {
        private final long outbox;
        private final long cursor;
        private final long clockOffset;
        private final Instant receivedAt;
        private final Map<IpAddress, Long> sources = new HashMap<>();
        private int added;
        private int repeated;
        private int refused;

        Batch(long outbox, long cursor, long clockOffset, Instant receivedAt) {
            this.outbox = outbox;
            this.cursor = cursor;
            this.clockOffset = clockOffset;
            this.receivedAt = receivedAt;
        }

        void take(Finding finding, long room) throws SQLException {
            if (finding.seq() <= cursor) {
                repeated++;
                return;
            }
            if (added >= room) {
                refused++;
                return;
            }
            Long source = sources.get(finding.source());
            if (source == null) {
                source = findings.source(finding.source());
            }
            Finding kept = marks.map(by -> by.mark(finding)).orElse(finding);
            Instant aged = finding.last().isBefore(receivedAt) ? finding.last() : receivedAt;
            if (findings.insert(outbox, source, kept, Resolution.MINUTE, clockOffset, aged)) {
                added++;
                sources.put(finding.source(), source);
            } else {
                repeated++;
            }
        }
    }

    /**
     * Whether what lies between the cursor and a page will not come any more: the minion was asked for it, or for its
     * oldest, and began later. Not if the pull asked beyond the cursor, as when an earlier page has not been taken in.
     */
    private static boolean isLost(Page page, long cursor) {
        return page.asked()
                .filter(asked -> asked.epoch().equals(page.document().epoch()) && asked.seq() > cursor)
                .isEmpty();
    }

    private OutboxRow outbox(Reporter reporter, long reporterId, String epoch) throws SQLException {
        Optional<OutboxRow> known = database.first(
                "SELECT id, seq FROM outbox WHERE reporter = ? AND epoch = ?",
                row -> new OutboxRow(row.number("id"), row.number("seq"), false),
                reporterId,
                epoch);
        if (known.isPresent()) {
            return known.get();
        }
        // Under a new key a minion goes on where it was under the old one.
        long seq = database.number(
                "SELECT coalesce(max(o.seq), 0) FROM outbox o JOIN reporter r ON r.id = o.reporter"
                        + " JOIN minion m ON m.id = r.minion WHERE m.name = ? AND o.epoch = ?",
                reporter.minion(),
                epoch);
        long id = database.number(
                "INSERT INTO outbox (reporter, epoch, seq) VALUES (?, ?, ?) RETURNING id", reporterId, epoch, seq);
        database.update(
                "DELETE FROM outbox WHERE reporter = ? AND id <= ? AND NOT EXISTS (SELECT 1 FROM finding f"
                        + " WHERE f.outbox = outbox.id)",
                reporterId,
                id - OUTBOXES_PER_REPORTER_MAX);
        return new OutboxRow(id, seq, true);
    }

    /** Goes on from a cursor over what ran ahead of it. */
    private long contiguous(long outbox, long cursor) throws SQLException {
        long end = cursor;
        for (long seq : database.list(
                "SELECT seq FROM finding WHERE outbox = ? AND seq > ? ORDER BY seq",
                row -> row.number("seq"),
                outbox,
                cursor)) {
            if (seq != end + 1) {
                break;
            }
            end = seq;
        }
        return end;
    }

    private List<String> recordGaps(long reporter, List<Gap> reported, List<String> found, Instant now)
            throws SQLException {
        List<String> news = new ArrayList<>();
        for (Gap gap : reported) {
            if (insertGap(reporter, gap)) {
                news.add(gap.what());
            }
        }
        for (String what : found) {
            insertGap(reporter, new Gap(now, what));
            news.add(what);
        }
        if (!news.isEmpty()) {
            database.update(
                    "DELETE FROM gap WHERE reporter = ? AND id NOT IN (SELECT id FROM gap WHERE reporter = ?"
                            + " ORDER BY id DESC LIMIT ?)",
                    reporter,
                    reporter,
                    GAPS_PER_REPORTER_MAX);
        }
        return news;
    }

    private boolean insertGap(long reporter, Gap gap) throws SQLException {
        return database.update(
                        "INSERT INTO gap (reporter, noticed, what) VALUES (?, ?, ?)"
                                + " ON CONFLICT (reporter, noticed, what) DO NOTHING",
                        reporter,
                        gap.noticed(),
                        gap.what())
                > 0;
    }

    private void touch(Map<IpAddress, Long> sources) throws SQLException {
        if (!sources.isEmpty()) {
            long serial = Meta.number(database, Meta.TOUCHED);
            for (long source : sources.values()) {
                database.update("UPDATE source SET touched = ? WHERE id = ?", ++serial, source);
            }
            Meta.put(database, Meta.TOUCHED, Long.toString(serial));
        }
    }
}
