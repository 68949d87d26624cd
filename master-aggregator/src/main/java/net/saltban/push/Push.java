package net.saltban.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import net.saltban.banfile.Delta;
import net.saltban.banfile.DeltaJson;
import net.saltban.limits.InputLimits;
import net.saltban.saltapi.JobReturns;
import net.saltban.saltapi.MinionReturn;
import net.saltban.saltapi.Pause;
import net.saltban.saltapi.PublishedJob;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;
import net.saltban.saltapi.Target;
import net.saltban.text.UntrustedText;

/** Tells minions to apply a state of the list, and reads what became of it. */
public final class Push {
    private static final String FUNCTION = "saltban.apply";

    private final SaltApi api;
    private final InstantSource clock;
    private final Pause pause;
    private final Duration timeout;
    private final Duration jitter;

    /**
     * A way to push.
     *
     * @param timeout how long answers are waited for, beyond the jitter
     * @param jitter over which minions spread their answers
     */
    public Push(SaltApi api, InstantSource clock, Pause pause, Duration timeout, Duration jitter) {
        this.api = api;
        this.clock = clock;
        this.pause = pause;
        this.timeout = timeout;
        this.jitter = jitter;
    }

    /** Takes the outcomes as they come. */
    public interface Sink {
        /** The job is on its way. */
        void asked() throws IOException;

        /** How it ended for one minion. */
        void accept(String minion, PushOutcome outcome) throws IOException;
    }

    /**
     * Pushes and waits.
     *
     * @param list what the minions should hold
     * @param delta how to get there
     * @param minions ids of the minions; each gets one outcome
     * @param silent those of them that are not waited for
     */
    public void run(ReleasedList list, Delta delta, Collection<String> minions, Set<String> silent, Sink sink)
            throws SaltApiException, InterruptedException, IOException {
        Map<String, String> arguments = Map.of(
                "delta",
                new String(DeltaJson.toBytes(delta), StandardCharsets.UTF_8),
                "jitter",
                String.valueOf(jitter.toSeconds()));
        Set<String> unknown = new TreeSet<>(minions);
        Optional<PublishedJob> job = api.publish(FUNCTION, Target.ofIds(List.copyOf(unknown)), arguments);
        sink.asked();
        job.ifPresent(published -> unknown.removeAll(published.minions()));
        for (String minion : unknown) {
            sink.accept(minion, new PushOutcome.Unreachable("the master has no accepted key of this minion"));
        }
        if (job.isEmpty()) {
            return;
        }
        Instant deadline = clock.instant().plus(timeout).plus(jitter);
        Set<String> missing = new JobReturns(api, clock, pause)
                .<IOException>read(
                        List.of(job.get()),
                        silent,
                        deadline,
                        false,
                        (published, minionReturn) -> sink.accept(minionReturn.minion(), outcome(list, minionReturn)));
        for (String minion : missing) {
            String why = silent.contains(minion)
                    ? "no answer, as before; it takes the list at its next state run, or with the next cycle"
                    : "no answer within " + timeout.plus(jitter).toSeconds()
                            + " s; it takes the list at its next state run, or with the next cycle";
            sink.accept(minion, new PushOutcome.Unreachable(why));
        }
    }

    private static PushOutcome outcome(ReleasedList list, MinionReturn minionReturn) {
        return minionReturn
                .content()
                .match(
                        value -> outcome(list, value.json()),
                        unusable -> new PushOutcome.Failed(unusable.why(), Optional.empty()));
    }

    private static PushOutcome outcome(ReleasedList list, String json) {
        MinionDocuments.Applied applied;
        try {
            applied = MinionDocuments.applied(json);
        } catch (IOException e) {
            return new PushOutcome.Failed("its answer is no apply document: " + firstLine(e), Optional.empty());
        }
        PushOutcome.Answer answer = new PushOutcome.Answer(applied.status(), applied.statusJson());
        return switch (applied.outcome()) {
            case "applied", "unchanged" -> held(list, applied, answer);
            case "refused" -> new PushOutcome.Refused(applied.why(), Optional.of(answer));
            case "needs-files" ->
                new PushOutcome.Failed(
                        "it could not fetch the snapshot from the file server: " + applied.why(), Optional.of(answer));
            default -> new PushOutcome.Failed(applied.why(), Optional.of(answer));
        };
    }

    /** What a minion claims is measured by its own status. */
    private static PushOutcome held(ReleasedList list, MinionDocuments.Applied applied, PushOutcome.Answer answer) {
        MinionStatus status = applied.status();
        if (!list.isHeldBy(status)) {
            return new PushOutcome.Failed(
                    "it says " + applied.outcome() + ", but holds generation " + status.generation() + " instead of "
                            + list.generation(),
                    Optional.of(answer));
        }
        if (status.isDrifting()) {
            return new PushOutcome.Failed(
                    "it holds the list, but its kernel does not hold what it should; see saltban-agent doctor there",
                    Optional.of(answer));
        }
        return new PushOutcome.Holds(answer);
    }

    private static String firstLine(IOException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return UntrustedText.show(line, InputLimits.TEXT_CHARS_MAX);
    }
}
