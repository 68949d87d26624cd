package net.saltban.aggregator;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import net.saltban.evidence.EvidenceStore;
import net.saltban.evidence.ExchangeOutcome;
import net.saltban.evidence.MinionRecord;
import net.saltban.push.MinionDocuments;
import net.saltban.saltapi.JobReturns;
import net.saltban.saltapi.MinionReturn;
import net.saltban.saltapi.PublishedJob;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;

/** Reads what minions say of themselves into the store. */
final class StatusReading {
    private final Surroundings surroundings;
    private final EvidenceStore store;
    private final SaltApi api;

    StatusReading(Surroundings surroundings, EvidenceStore store, SaltApi api) {
        this.surroundings = surroundings;
        this.store = store;
        this.api = api;
    }

    /**
     * Reads the returns of a status job.
     *
     * @param silent minions that are not waited for
     * @return what is wrong with a minion's answer, by id
     */
    SortedMap<String, String> run(PublishedJob job, Set<String> silent, Instant deadline)
            throws SaltApiException, InterruptedException, IOException {
        SortedMap<String, String> wrong = new TreeMap<>();
        Set<String> missing = new JobReturns(api, surroundings.clock(), surroundings.pause())
                .<IOException>read(
                        List.of(job),
                        silent,
                        deadline,
                        false,
                        (published, minionReturn) ->
                                keep(minionReturn).ifPresent(what -> wrong.put(minionReturn.minion(), what)));
        missing.forEach(minion -> wrong.put(minion, "no answer"));
        return wrong;
    }

    /** Keeps one; what is wrong with it, if anything. */
    private Optional<String> keep(MinionReturn minionReturn) throws IOException {
        Optional<String> json =
                minionReturn.content().match(value -> Optional.of(value.json()), unusable -> Optional.empty());
        if (json.isEmpty()) {
            return Optional.of(minionReturn.content().match(value -> "", MinionReturn.Unusable::why));
        }
        try {
            MinionDocuments.status(json.get());
        } catch (IOException e) {
            return Optional.of("its answer is no status document");
        }
        // The push stays as it ended; a status is no push.
        ExchangeOutcome push = store.minions().stream()
                .filter(minion -> minion.minion().equals(minionReturn.minion()))
                .findFirst()
                .flatMap(MinionRecord::push)
                .orElse(new ExchangeOutcome(ExchangeOutcome.Result.OK, "nothing pushed yet", surroundings.now()));
        store.recordPush(minionReturn.minion(), push, json);
        return Optional.empty();
    }
}
