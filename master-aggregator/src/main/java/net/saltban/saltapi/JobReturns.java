package net.saltban.saltapi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the returns of jobs by asking for them until they are there. Each minion of a job is read once; what others return to it
 * is passed over.
 *
 * <p>An offline minion never returns, so waiting for it would hold up every other. Minions that were not reachable before are
 * therefore not waited for: their returns are read if they are there when all others are.
 */
public final class JobReturns {
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

    private final SaltApi api;
    private final InstantSource clock;
    private final Pause pause;

    /** A reader of returns. */
    public JobReturns(SaltApi api, InstantSource clock, Pause pause) {
        this.api = api;
        this.clock = clock;
        this.pause = pause;
    }

    /** Takes each return as it is read. */
    @FunctionalInterface
    public interface Sink<E extends Exception> {
        /** Takes one. */
        void accept(PublishedJob job, MinionReturn minionReturn) throws E;
    }

    /**
     * Reads until every minion that is waited for has returned, or time is up.
     *
     * @param jobs whose returns to read
     * @param unhurried minions that are not waited for
     * @param deadline when to stop waiting
     * @param addresses whether to ask where minions are connected from
     * @param sink takes the returns
     * @return ids of the minions that did not return
     */
    public <E extends Exception> Set<String> read(
            Collection<PublishedJob> jobs, Set<String> unhurried, Instant deadline, boolean addresses, Sink<E> sink)
            throws SaltApiException, InterruptedException, E {
        List<OpenJob> open = new ArrayList<>();
        jobs.forEach(job -> open.add(new OpenJob(job)));
        Duration between = PAUSE_MIN;
        while (true) {
            boolean isNew = false;
            for (OpenJob job : open) {
                isNew |= job.readAll(addresses, sink);
            }
            Set<String> missing = new TreeSet<>();
            open.forEach(job -> missing.addAll(job.missing));
            if (unhurried.containsAll(missing) || !clock.instant().isBefore(deadline)) {
                return missing;
            }
            between = isNew
                    ? PAUSE_MIN
                    : between.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? between.multipliedBy(2) : PAUSE_MAX;
            pause.pause(between);
        }
    }

    private final class OpenJob {
        private final PublishedJob job;
        private final Set<String> missing;
        private final Set<String> have = new HashSet<>();

        private OpenJob(PublishedJob job) {
            this.job = job;
            this.missing = new HashSet<>(job.minions());
        }

        /** Reads every page that is there; whether there was anything new. */
        private <E extends Exception> boolean readAll(boolean addresses, Sink<E> sink) throws SaltApiException, E {
            boolean isNew = false;
            while (!missing.isEmpty()) {
                ReturnsPage page = api.returns(job.jid(), have, addresses);
                boolean isProgress = false;
                for (MinionReturn minionReturn : page.returns()) {
                    isProgress |= have.add(minionReturn.minion());
                    if (missing.remove(minionReturn.minion())) {
                        isNew = true;
                        sink.accept(job, minionReturn);
                    }
                }
                // A page that brings nothing ends it, whatever it says about more.
                if (!page.more() || !isProgress) {
                    break;
                }
            }
            return isNew;
        }
    }
}
