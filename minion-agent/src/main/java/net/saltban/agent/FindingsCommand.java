package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;
import net.saltban.finding.LogHealth;
import net.saltban.finding.OutboxCursor;
import net.saltban.finding.Trust;
import net.saltban.limits.InputLimits;
import net.saltban.outbox.OutboxDamagedException;
import net.saltban.outbox.OutboxPage;
import net.saltban.outbox.OutboxReader;
import net.saltban.problem.ProblemsException;
import org.apache.commons.cli.Options;

/** {@code saltban-agent findings}: reads the logs on into the outbox and prints one page of it. */
final class FindingsCommand {
    static final String SYNOPSIS =
            "saltban-agent findings [--from EPOCH:SEQ] [--minion ID] [--no-read] [--config FILE] [--state-dir DIR]";
    static final String HELP = "usage: " + SYNOPSIS + """


            Reads the logs on from where the last run ended, keeps what it finds in the outbox, and prints one page of
            the outbox as JSON (a findings document, at most 256 KiB). Nothing is taken away by reading.

              --from EPOCH:SEQ   only what follows this finding; without it, or for another epoch, from the oldest
              --minion ID        id to print; without it, Salt's minion id or the host name
              --no-read          print what the outbox holds, read no log
              --config FILE      configuration instead of /etc/saltban/agent.yaml
              --state-dir DIR    state instead of /var/lib/saltban-agent
            """;

    /** What the document holds beside findings: gaps, health of the logs. */
    private static final int RESERVED_BYTES = 64 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Surroundings surroundings;

    private FindingsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static ExitStatus run(List<String> args, Surroundings surroundings)
            throws UsageException, ProblemsException, IOException {
        Options options = CommandOptions.options();
        options.addOption(null, "from", true, "cursor");
        options.addOption(null, "minion", true, "id");
        options.addOption(null, "no-read", false, "only print");
        CommandOptions line = CommandOptions.parse(options, args);
        if (line.has("help")) {
            surroundings.out().print(HELP);
            return ExitStatus.OK;
        }
        line.refuseArguments();
        Optional<OutboxCursor> from = line.value("from").flatMap(OutboxCursor::tryParse);
        if (line.has("from") && from.isEmpty()) {
            throw new UsageException("--from is no EPOCH:SEQ, such as 00c0ffee00c0ffee:17");
        }
        String minion = line.value("minion").orElseGet(MinionId::ofThisMachine);
        return new FindingsCommand(surroundings).run(line.configuration(), from, minion, !line.has("no-read"));
    }

    private ExitStatus run(AgentConfiguration configuration, Optional<OutboxCursor> from, String minion, boolean read)
            throws IOException {
        Path folder = configuration.outboxFolder();
        if (read && Owner.isOfAnotherThanRoot(folder)) {
            surroundings.err().println(Owner.refusal(folder, "findings"));
            return ExitStatus.PERMISSION;
        }
        List<LogHealth> logs = read ? read(configuration, folder) : List.of();
        Optional<OutboxPage> page = new OutboxReader(folder)
                .page(from, InputLimits.FINDINGS_MAX, InputLimits.FINDINGS_BYTES_MAX - RESERVED_BYTES);
        if (page.isEmpty()) {
            surroundings
                    .err()
                    .println("saltban-agent: " + folder + ": no outbox has been begun here; "
                            + (read ? "see the message before" : "run findings without --no-read"));
            return ExitStatus.NO_INPUT;
        }
        FindingsJson.write(document(page.get(), minion, logs), surroundings.out());
        surroundings.out().println();
        return ExitStatus.OK;
    }

    /** Reads on; if that fails, what was read before can still be printed. */
    private List<LogHealth> read(AgentConfiguration configuration, Path folder) throws IOException {
        AgentRun run = new AgentRun(
                configuration, surroundings.logs(), surroundings.clock(), surroundings.zone(), AgentRun.BATCH_BYTES);
        try {
            if (FollowLock.isHeld(folder)) {
                return LogsOverview.of(folder); // what there is has been read, a moment ago
            }
            AgentRun.Outcome outcome = run.run(folder, PATIENCE);
            if (outcome.isBusy()) {
                surroundings
                        .err()
                        .println("saltban-agent: " + folder
                                + ": another saltban-agent is reading the logs; this is what it has kept so far");
            }
            return outcome.logs();
        } catch (OutboxDamagedException e) {
            throw e;
        } catch (IOException e) {
            String problem = "reading on failed: " + Failures.words(e);
            surroundings.err().println("saltban-agent: " + problem);
            return List.of(new LogHealth("outbox", Trust.TEXT, 0, 0, 0, problem));
        }
    }

    private FindingsDocument document(OutboxPage page, String minion, List<LogHealth> logs) {
        return new FindingsDocument(
                minion,
                AgentVersion.text(),
                surroundings.clock().instant(),
                page.epoch(),
                page.from(),
                page.to(),
                page.more(),
                page.gaps(),
                page.findings(),
                logs);
    }
}
