package net.saltban.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import net.saltban.durable.LockFile;
import net.saltban.finding.LogHealth;
import net.saltban.outbox.Batch;
import net.saltban.outbox.Outbox;
import net.saltban.outbox.OutboxDamagedException;
import net.saltban.outbox.OutboxLimits;
import net.saltban.source.LogWatch;

/**
 * Reads all logs, then waits for more and reads on, until it is stopped. Each pass is kept in one step, at the pace of
 * {@link CommitPace}. It holds the outbox all the time; where that cannot be written, it begins anew from what was kept.
 */
final class Follow {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(1);

    private final AgentRun run;
    private final Surroundings surroundings;
    private final Path folder;
    private final LogWatch watch;
    private final Stop stop;
    private final ProblemTeller problems;
    private final CommitPace pace = new CommitPace(System.nanoTime());
    private Duration retry = RETRY_FIRST;
    private String failure = "";
    private String watchProblem = "";
    private String epoch = "";
    private boolean isReady;

    private Follow(AgentRun run, Surroundings surroundings, Path folder, LogWatch watch, Stop stop) {
        this.run = run;
        this.surroundings = surroundings;
        this.folder = folder;
        this.watch = watch;
        this.stop = stop;
        this.problems = new ProblemTeller(surroundings.err());
    }

    /**
     * Follows until standard input ends or a signal comes.
     *
     * @param endsWithInput whether the end of standard input ends it
     * @throws IOException if the outbox is damaged, or cannot be written when it begins or when it is stopped
     */
    static ExitStatus run(AgentRun run, Surroundings surroundings, Path folder, boolean endsWithInput)
            throws IOException {
        try (LogWatch watch = LogWatch.open();
                Stop stop = new Stop(watch::close)) {
            Optional<LockFile> lock = FollowLock.take(folder);
            if (lock.isEmpty()) {
                surroundings
                        .err()
                        .println("saltban-agent: " + folder + ": another saltban-agent follow is at work here");
                return ExitStatus.TRY_AGAIN;
            }
            try (LockFile held = lock.get()) {
                if (endsWithInput) {
                    stop.whenEnds(surroundings.in());
                }
                return new Follow(run, surroundings, folder, watch, stop).untilStopped(held);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.OK;
        }
    }

    private ExitStatus untilStopped(LockFile held) throws IOException, InterruptedException {
        assert held != null;
        while (true) {
            try {
                Optional<Outbox> opened = Outbox.open(folder, PATIENCE, surroundings.clock(), OutboxLimits.shipped());
                if (opened.isPresent()) {
                    try (Outbox outbox = opened.get()) {
                        return follow(outbox);
                    }
                }
                if (stop.isWanted()) {
                    return ExitStatus.TRY_AGAIN; // another run holds the outbox, and reads what there is
                }
            } catch (OutboxDamagedException e) {
                throw e;
            } catch (IOException e) {
                if (!isReady || stop.isWanted() || !Files.isDirectory(folder)) {
                    throw e;
                }
                waitAfter(e);
            }
        }
    }

    private void waitAfter(IOException e) throws InterruptedException {
        String words = Failures.words(e);
        if (!words.equals(failure)) {
            failure = words;
            surroundings
                    .err()
                    .println("saltban-agent: " + words + "; what the logs hold is read again when that is over");
        }
        watch.pause(retry.toNanos());
        retry = retry.multipliedBy(2).compareTo(RETRY_MAX) > 0 ? RETRY_MAX : retry.multipliedBy(2);
    }

    private ExitStatus follow(Outbox outbox) throws IOException, InterruptedException {
        epoch = outbox.epoch();
        try (OutboxFeed feed = run.feed(outbox, true, this::kept)) {
            LogWatch.Woken woken = LogWatch.Woken.BY_NEW_NAME;
            boolean stopped = false;
            while (!stopped) {
                stopped = stop.isWanted() || surroundings.out().checkError();
                if (!outbox.isInPlace()) {
                    surroundings
                            .err()
                            .println("saltban-agent: " + folder + ": was moved or replaced while it was written to;"
                                    + " start follow again");
                    return ExitStatus.IO;
                }
                pass(feed, stopped || woken == LogWatch.Woken.BY_NEW_NAME);
                if (!isReady) {
                    isReady = true;
                    println(CommitLine.ready(epoch, outbox.nextSeq() - 1));
                }
                if (!stopped) {
                    woken = watch.await();
                    watch.pause(pace.nanosUntilNext(System.nanoTime()));
                }
            }
        }
        return surroundings.out().checkError() ? ExitStatus.IO : ExitStatus.OK;
    }

    /** Reads on; where there may be other logs, looks for them, and reads what came before they were watched. */
    private void pass(OutboxFeed feed, boolean looksAround) throws IOException {
        long begun = System.nanoTime();
        if (looksAround) {
            feed.find();
            watch.watch(feed.places());
        }
        List<LogHealth> logs = feed.pass(looksAround);
        if (looksAround) {
            if (watch.watch(feed.places())) {
                logs = feed.pass(false);
            }
            tellWatchProblem();
        }
        long now = System.nanoTime();
        pace.look(begun, now);
        problems.tell(logs, now, !isReady);
        if (logs.isEmpty() && !isReady) {
            surroundings
                    .err()
                    .println("saltban-agent: there is no log yet; waiting for one (saltban-agent doctor says where)");
        }
        failure = "";
        retry = RETRY_FIRST;
    }

    private void tellWatchProblem() {
        if (!watch.problem().equals(watchProblem)) {
            watchProblem = watch.problem();
            if (!watchProblem.isEmpty()) {
                surroundings.err().println("saltban-agent: " + watchProblem);
            }
        }
    }

    private void kept(long to, Batch batch) {
        pace.spend(System.nanoTime());
        if (!batch.findings().isEmpty() || !batch.gaps().isEmpty()) {
            println(CommitLine.of(epoch, to, batch));
        }
    }

    private void println(String line) {
        PrintStream out = surroundings.out();
        out.print(line + "\n");
        out.flush();
    }
}
