package net.saltban.aggregator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.saltban.address.IpAddress;
import net.saltban.evidence.Accepted;
import net.saltban.evidence.EvidenceStore;
import net.saltban.evidence.ExchangeOutcome;
import net.saltban.evidence.Page;
import net.saltban.evidence.StoreException;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;
import net.saltban.finding.OutboxCursor;
import net.saltban.policy.Reporter;
import net.saltban.saltapi.JobReturns;
import net.saltban.saltapi.MinionReturn;
import net.saltban.saltapi.PublishedJob;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;
import net.saltban.saltapi.Target;
import net.saltban.text.UntrustedText;

/**
 * Pulls what minions found since the last time into the store: one page of each, and further pages of those that have more while
 * there is time. Findings and cursor of a page commit together, so an interrupted pull repeats pages and never counts twice.
 */
final class Pull {
    /** Minions in one job; keeps its returns, and the list of those read, small. */
    static final int JOB_MINIONS_MAX = 200;

    private static final String FUNCTION = "saltban.findings";
    private static final int WHY_CHARS_MAX = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings surroundings;
    private final EvidenceStore store;
    private final SaltApi api;
    private final Duration timeout;
    private final CycleStep.Listener listener;

    private final PullReport report = new PullReport();
    private final Map<String, OutboxCursor> cursors = new HashMap<>();

    Pull(Surroundings surroundings, Installation installation, SaltApi api, CycleStep.Listener listener) {
        this.surroundings = surroundings;
        this.store = installation.store();
        this.api = api;
        this.timeout = installation.configuration().collect().timeout();
        this.listener = listener;
    }

    /**
     * Pulls from these minions.
     *
     * @param minions their ids
     * @param silent those of them that gave no answer last time, which are not waited for
     */
    PullReport run(SortedSet<String> minions, Set<String> silent)
            throws SaltApiException, InterruptedException, IOException {
        cursors.putAll(store.cursors());
        Instant deadline = surroundings.now().plus(timeout);
        SortedSet<String> wave = minions;
        while (!wave.isEmpty()) {
            SortedSet<String> next = new TreeSet<>();
            List<PublishedJob> jobs = publish(wave);
            listener.reached(CycleStep.FINDINGS_ASKED);
            Set<String> missing = new JobReturns(api, surroundings.clock(), surroundings.pause())
                    .<IOException>read(jobs, silent, deadline, true, (job, minionReturn) -> {
                        if (take(minionReturn)) {
                            next.add(minionReturn.minion());
                        }
                    });
            for (String minion : missing) {
                end(
                        minion,
                        ExchangeOutcome.Result.UNREACHABLE,
                        silent.contains(minion)
                                ? "no answer, as before; is salt-minion running there?"
                                : "no answer within " + timeout.toSeconds() + " s; is salt-minion running there?");
            }
            if (!surroundings.now().isBefore(deadline)) {
                report.unfinished().addAll(next);
                break;
            }
            wave = next;
        }
        return report;
    }

    private List<PublishedJob> publish(Collection<String> minions) throws SaltApiException, IOException {
        List<PublishedJob> jobs = new ArrayList<>();
        List<String> all = List.copyOf(minions);
        for (int from = 0; from < all.size(); from += JOB_MINIONS_MAX) {
            List<String> some = all.subList(from, Math.min(all.size(), from + JOB_MINIONS_MAX));
            Optional<PublishedJob> job = api.publish(FUNCTION, Target.ofIds(some), Map.of("cursors", cursorsOf(some)));
            Set<String> unknown = new TreeSet<>(some);
            job.ifPresent(published -> unknown.removeAll(published.minions()));
            for (String minion : unknown) {
                end(minion, ExchangeOutcome.Result.UNREACHABLE, "the master has no accepted key of this minion");
            }
            job.ifPresent(jobs::add);
        }
        return jobs;
    }

    private String cursorsOf(Collection<String> minions) throws JsonProcessingException {
        Map<String, String> map = new LinkedHashMap<>();
        for (String minion : minions) {
            OutboxCursor cursor = cursors.get(minion);
            if (cursor != null) {
                map.put(minion, cursor.toString());
            }
        }
        return JSON.writeValueAsString(map);
    }

    /** Takes one return in; whether the minion has more. */
    private boolean take(MinionReturn minionReturn) throws IOException {
        String minion = minionReturn.minion();
        Optional<FindingsDocument> document = document(minionReturn);
        if (document.isEmpty()) {
            return false;
        }
        if (minionReturn.key().isEmpty()) {
            end(
                    minion,
                    ExchangeOutcome.Result.REFUSED,
                    "the master has no accepted key of this minion, so nothing"
                            + " vouches for what it reports; see salt-key -L");
            return false;
        }
        Optional<OutboxCursor> asked = Optional.ofNullable(cursors.get(minion));
        Accepted accepted = store.accept(new Page(
                new Reporter(minion, minionReturn.key()),
                IpAddress.tryParse(minionReturn.address()),
                asked,
                document.get(),
                surroundings.now()));
        cursors.put(minion, accepted.cursor());
        report.add(minion, accepted);
        end(minion, ExchangeOutcome.Result.OK, "");
        listener.reached(CycleStep.PAGE_STORED);
        // A page that moves nothing ends it, whatever it says about more.
        return document.get().more() && !asked.equals(Optional.of(accepted.cursor()));
    }

    private Optional<FindingsDocument> document(MinionReturn minionReturn) throws StoreException {
        String minion = minionReturn.minion();
        Optional<String> json =
                minionReturn.content().match(value -> Optional.of(value.json()), unusable -> Optional.empty());
        if (json.isEmpty()) {
            end(
                    minion,
                    ExchangeOutcome.Result.FAILED,
                    minionReturn.content().match(value -> "", MinionReturn.Unusable::why));
            return Optional.empty();
        }
        try {
            return Optional.of(FindingsJson.parse(json.get().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            end(
                    minion,
                    ExchangeOutcome.Result.REFUSED,
                    "its answer is no findings document: " + UntrustedText.show(firstLine(e), WHY_CHARS_MAX));
            return Optional.empty();
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void end(String minion, ExchangeOutcome.Result result, String why) throws StoreException {
        ExchangeOutcome outcome = new ExchangeOutcome(result, why, surroundings.now());
        store.recordPull(minion, outcome);
        report.outcomes().put(minion, outcome);
    }
}
