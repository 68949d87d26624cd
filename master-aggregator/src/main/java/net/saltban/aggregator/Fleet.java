package net.saltban.aggregator;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

import net.saltban.config.Configuration;
import net.saltban.evidence.ExchangeOutcome;
import net.saltban.evidence.MinionRecord;
import net.saltban.saltapi.PublishedJob;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;

/**
 * Which minions there are. The aggregator may not list keys; the master names the minions of a target when a job is published
 * to it, so {@code saltban.status} to the whole fleet answers that and what each minion enforces.
 *
 * @param members ids
 * @param statusJob the job by which the master was asked just now; empty if what it said before is recent enough
 */
record Fleet(SortedSet<String> members, Optional<PublishedJob> statusJob) {
    /** The fleet as the master named it within the configured time; asks again behind it. */
    static Fleet recent(Surroundings surroundings, Installation installation, SaltApi api)
            throws IOException, SaltApiException, Failure {
        Optional<Members> known = Members.read(
                installation.stateDir(), installation.configuration().minions());
        if (known.isPresent() && !isOld(known.get(), surroundings, installation.configuration())) {
            return new Fleet(known.get().ids(), Optional.empty());
        }
        return asked(surroundings, installation, api);
    }

    /** The fleet as the master names it now. */
    static Fleet asked(Surroundings surroundings, Installation installation, SaltApi api)
            throws IOException, SaltApiException, Failure {
        Configuration configuration = installation.configuration();
        Optional<PublishedJob> job = api.publish("saltban.status", configuration.minions(), Map.of());
        Members members = Members.of(job.map(PublishedJob::minions).orElse(List.of()), surroundings.now());
        if (members.ids().isEmpty()) {
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    configuration.saltApi().shownUrl() + ": the master knows no minion of minions: "
                            + configuration.minions() + "; see salt-key -L, or correct minions in the configuration");
        }
        members.write(installation.stateDir(), configuration.minions());
        return new Fleet(members.ids(), job);
    }

    /** Members that gave no answer last time. */
    Set<String> silent(Installation installation) throws IOException {
        Set<String> silent = new HashSet<>();
        for (MinionRecord minion : installation.store().minions()) {
            boolean isSilent = minion.pull()
                    .filter(outcome -> outcome.result() == ExchangeOutcome.Result.UNREACHABLE)
                    .isPresent();
            if (isSilent && members.contains(minion.minion())) {
                silent.add(minion.minion());
            }
        }
        return silent;
    }

    private static boolean isOld(Members members, Surroundings surroundings, Configuration configuration) {
        Duration age = Duration.between(members.at(), surroundings.now());
        return age.isNegative() || age.compareTo(configuration.collect().discoverEvery()) >= 0;
    }
}
