package net.saltban.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import net.saltban.finding.Finding;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;
import net.saltban.finding.LogHealth;
import net.saltban.limits.InputLimits;
import net.saltban.problem.ProblemsException;
import net.saltban.source.LogFinder;
import net.saltban.source.LogName;
import net.saltban.yaml.DurationText;
import org.apache.commons.cli.Options;

/** {@code saltban-agent scan}: what is in a log, by source address. Keeps no state. */
final class ScanCommand {
    static final String SYNOPSIS = "saltban-agent scan [FILE...] [--json] [--since TIME] [--top N] [--config FILE]";
    static final String HELP = "usage: " + SYNOPSIS + """


            Reads logs and shows who failed to log in, who got in, and whom the shipped rules would ban. Keeps no state.
            FILE may be compressed (gzip, xz, zstd); - is standard input; rotated files of one log are read in their order.
            What journalctl -o export or -o json printed is read as well.
            Without FILE: the logs that agent.yaml names, or this machine's own log; 30 days back.

              --json         a findings document instead of the table
              --since TIME   only what happened since then: 12h, 7d, 2026-01-05, 2026-01-05T03:04:05Z
              --top N        rows of the table; 0 = all (without it: 40 on a terminal, all otherwise)
              --config FILE  configuration instead of /etc/saltban/agent.yaml
              --state-dir DIR
                             taken, since every command takes it; a scan keeps no state

            FAILED counts attempts, not lines; PROBES are connections that never tried to authenticate; USERS are
            different names tried. The configuration's own phrases count as well. BAN BY is the first rule that would hold at the time of the last message.
            """;

    private static final Duration BACK = Duration.ofDays(30);
    private static final int ROWS_ON_TERMINAL = 40;

    /** What the numbers around the findings may grow by when the findings are put in, and a line end. */
    private static final int NUMBERS_BYTES_MAX = 64;

    private final Surroundings surroundings;

    private ScanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static ExitStatus run(List<String> args, Surroundings surroundings)
            throws UsageException, ProblemsException, IOException {
        Options options = CommandOptions.options();
        options.addOption(null, "json", false, "findings document");
        options.addOption(null, "since", true, "time");
        options.addOption(null, "top", true, "rows");
        CommandOptions line = CommandOptions.parse(options, args);
        if (line.has("help")) {
            surroundings.out().print(HELP);
            return ExitStatus.OK;
        }
        ScanCommand command = new ScanCommand(surroundings);
        Optional<Instant> since = Optional.empty();
        if (line.has("since")) {
            since = Optional.of(command.since(line.value("since").orElseThrow()));
        }
        int rows = command.rows(line.value("top"));
        Optional<Scan> scan = command.scan(line, since, line.has("json"));
        if (scan.isEmpty()) {
            return ExitStatus.NO_INPUT;
        }
        command.print(scan.get(), line.has("json"), rows);
        return scan.get().isAnyRead() ? ExitStatus.OK : ExitStatus.NO_INPUT;
    }

    private Optional<Scan> scan(CommandOptions line, Optional<Instant> since, boolean json)
            throws UsageException, ProblemsException, IOException {
        Instant now = surroundings.clock().instant();
        AgentConfiguration configuration = line.configuration();
        if (!line.arguments().isEmpty()) {
            Scan scan = new Scan(surroundings, configuration.phrases(), since.orElse(Instant.MIN), json);
            scan.readFiles(line.paths());
            return Optional.of(scan);
        }
        LogFinder.Found found = surroundings.logs().find(configuration.sources(), Set.of(), now);
        if (found.logs().isEmpty()) {
            surroundings.err().println("saltban-agent: no log of sshd was found; name one (scan FILE). Looked for:");
            found.looked().forEach(looked -> surroundings.err().println("  " + looked));
            return Optional.empty();
        }
        Scan scan = new Scan(surroundings, configuration.phrases(), since.orElse(now.minus(BACK)), json);
        for (LogName log : found.logs()) {
            scan.readLog(log);
        }
        return Optional.of(scan);
    }

    private void print(Scan scan, boolean json, int rows) throws IOException {
        for (LogHealth log : scan.logs()) {
            if (!log.problem().isEmpty()) {
                surroundings.err().println("saltban-agent: " + log.source() + ": " + log.problem());
            }
        }
        if (json) {
            FindingsDocument document = document(scan);
            if (document.more()) {
                warn("only the first " + document.to() + " of " + scan.page().count()
                        + " findings fit into one document; narrow it down with --since");
            }
            FindingsJson.write(document, surroundings.out());
            surroundings.out().println();
        } else if (scan.isAnyRead()) {
            warnOfBounds(scan.sources());
            new ScanTable(scan, surroundings.zone(), surroundings.columns()).print(rows, surroundings.out());
        }
    }

    private void warnOfBounds(ScanSources sources) {
        if (sources.hasMoreSources()) {
            warn("only the first " + ScanSources.SOURCES_MAX
                    + " sources have a row; the sums are of all; narrow it down with --since");
        }
        if (sources.isNamesFull()) {
            warn("USERS tells only the first " + ScanSources.NAMES_MAX + " names apart; narrow it down with --since");
        }
        if (sources.isEvidenceCut()) {
            warn("BAN BY rests on the first " + sources.evidence()
                    + " findings, the numbers on all; narrow it down with --since");
        }
    }

    private void warn(String what) {
        surroundings.err().println("saltban-agent: " + what);
    }

    /** As many findings from the first one on as a document may hold. */
    private FindingsDocument document(Scan scan) throws IOException {
        List<Finding> page = scan.page().first();
        List<Finding> none = List.of();
        CountingStream bytes = new CountingStream();
        FindingsJson.write(document(scan, none), bytes);
        int fitting = 0;
        while (fitting < page.size()) {
            bytes.add(FindingsJson.toLine(page.get(fitting)).length + 1L); // and a comma
            if (bytes.count() > InputLimits.FINDINGS_BYTES_MAX - NUMBERS_BYTES_MAX) {
                break;
            }
            fitting++;
        }
        return document(scan, page.subList(0, fitting));
    }

    private FindingsDocument document(Scan scan, List<Finding> findings) {
        return new FindingsDocument(
                MinionId.ofThisMachine(),
                AgentVersion.text(),
                surroundings.clock().instant(),
                Scan.EPOCH,
                0,
                findings.size(),
                findings.size() < scan.page().count(),
                List.of(),
                findings,
                scan.logs());
    }

    private static final class CountingStream extends OutputStream {
        private long count;

        void add(long more) {
            count += more;
        }

        long count() {
            return count;
        }

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
        }
    }

    private int rows(Optional<String> top) throws UsageException {
        if (top.isEmpty()) {
            return surroundings.isTerminal() ? ROWS_ON_TERMINAL : 0;
        }
        try {
            int rows = Integer.parseInt(top.get());
            if (rows >= 0) {
                return rows;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--top is \"" + top.get() + "\"; use a number of rows, or 0 for all");
        }
        throw new UsageException("--top is \"" + top.get() + "\"; use a number of rows, or 0 for all");
    }

    private Instant since(String text) throws UsageException {
        Optional<Duration> back = DurationText.tryParse(text);
        if (back.isPresent()) {
            return surroundings.clock().instant().minus(back.get());
        }
        try {
            return text.length() == "2026-01-05".length()
                    ? LocalDate.parse(text).atStartOfDay(surroundings.zone()).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException("--since is \"" + text + "\"; write 12h, 7d, 2026-01-05 or 2026-01-05T03:04:05Z");
        }
    }
}
