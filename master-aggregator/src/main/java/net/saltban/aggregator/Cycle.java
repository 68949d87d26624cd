package net.saltban.aggregator;

import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;

import net.saltban.config.Configuration;
import net.saltban.config.RetentionSettings;
import net.saltban.evidence.EvidenceStore;
import net.saltban.evidence.ExchangeOutcome;
import net.saltban.evidence.MinionRecord;
import net.saltban.evidence.Pending;
import net.saltban.evidence.Retention;
import net.saltban.policy.Mode;
import net.saltban.policy.Policy;
import net.saltban.policy.PolicyInput;
import net.saltban.policy.PolicyOutcome;
import net.saltban.policy.Protection;
import net.saltban.saltapi.PublishedJob;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;

/**
 * One pass: collect, decide, merge, push. Whoever calls holds the lock.
 *
 * <p>Interrupted at any {@link CycleStep}, the next pass completes what is missing, once: findings and cursor commit together,
 * a decision is one transaction, and {@link Delivery} does what is not done yet.
 */
final class Cycle {
    private final Surroundings surroundings;
    private final Installation installation;
    private final Configuration configuration;
    private final EvidenceStore store;
    private final SaltApi api;
    private final CycleStep.Listener listener;
    private final CycleReport report = new CycleReport();

    Cycle(Surroundings surroundings, Installation installation, SaltApi api, CycleStep.Listener listener) {
        this.surroundings = surroundings;
        this.installation = installation;
        this.configuration = installation.configuration();
        this.store = installation.store();
        this.api = api;
        this.listener = listener;
    }

    CycleReport run() throws IOException, SaltApiException, InterruptedException, Failure {
        listener.reached(CycleStep.LOCKED);

        // Who is there?
        Fleet fleet = Fleet.recent(surroundings, installation, api);

        // Collect.
        report.pulled(
                new Pull(surroundings, installation, api, listener).run(fleet.members(), fleet.silent(installation)));

        // Decide.
        decide();

        // Merge and push. What minions say of themselves tells who needs it.
        Set<String> silent = fleet.silent(installation);
        if (fleet.statusJob().isPresent()) {
            readStatuses(fleet.statusJob().get(), silent);
        }
        report.delivered(new Delivery(surroundings, installation, listener).run(api, fleet.members(), silent));
        return report;
    }

    private void decide() throws IOException {
        Mode mode = store.mode();
        Protection protection = installation.protection();
        store.reconsiderIfChanged(configuration.policy() + " " + protection.allowlist(), surroundings.now());
        Policy policy = new Policy(configuration.policy());
        int added = 0;
        boolean isMore = true;
        while (isMore) {
            Pending pending = store.pending(configuration.policy(), surroundings.now());
            PolicyOutcome outcome = policy.decide(new PolicyInput(
                    pending.evidence(), protection, pending.standing(), mode, surroundings.now(), added));
            added += outcome.bans().size();
            report.decided(outcome, store.record(pending, outcome, surroundings.now()));
            isMore = pending.more();
        }
        listener.reached(CycleStep.DECIDED);
        RetentionSettings kept = configuration.retention();
        store.compact(
                new Retention(kept.byMinute(), kept.byHour(), kept.byDay(), kept.userNames()), surroundings.now());
        reportClocks();
    }

    private void reportClocks() throws IOException {
        for (MinionRecord minion : store.minions()) {
            boolean isOff =
                    minion.clockOffset().abs().compareTo(configuration.policy().clockOffsetMax()) > 0;
            if (isOff && report.pull().outcomes().containsKey(minion.minion())) {
                report.pull().clock(minion.minion(), minion.clockOffset());
            }
        }
    }

    /** Keeps what minions say of themselves. Who did not even report findings is known by now. */
    private void readStatuses(PublishedJob job, Set<String> silent)
            throws SaltApiException, InterruptedException, IOException {
        SortedMap<String, String> wrong = new StatusReading(surroundings, store, api)
                .run(
                        job,
                        silent,
                        surroundings.now().plus(configuration.collect().timeout()));
        wrong.forEach((minion, what) -> {
            ExchangeOutcome pull = report.pull().outcomes().get(minion);
            if (pull != null && pull.result() == ExchangeOutcome.Result.OK) {
                report.pull().remarks().add(minion + ": reported findings, but not what it enforces: " + what);
            }
        });
    }
}
