package net.saltban.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import net.saltban.finding.LogHealth;
import net.saltban.journal.JournalSearch;
import net.saltban.outbox.OutboxReader;
import net.saltban.outbox.OutboxSummary;
import net.saltban.problem.Problem;
import net.saltban.problem.ProblemsException;
import net.saltban.source.LogFinder;
import net.saltban.source.LogName;

/** {@code saltban-agent doctor}: looks for what is wrong with reading and keeping, and names one fix for each problem. */
final class DoctorCommand {
    static final String SYNOPSIS = "saltban-agent doctor [--config FILE] [--state-dir DIR]";
    static final String HELP = "usage: " + SYNOPSIS + """


            Looks at configuration, logs and outbox; changes nothing. Each line is ok, or a problem with its fix below.
            Ends with 0 if all is well, with 78 if something is to be mended.

              --config FILE      configuration instead of /etc/saltban/agent.yaml
              --state-dir DIR    state instead of /var/lib/saltban-agent
            """;

    private static final String NAME_LOG = "name the log that sshd writes to under 'sources' in agent.yaml";
    private static final Duration RECENT = Duration.ofDays(1);
    private static final Duration STALE = Duration.ofDays(7);
    private static final long FREE_BYTES_MIN = 300L << 20;

    private final Surroundings surroundings;
    private final PrintStream out;
    private int problems;

    private DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
    }

    static ExitStatus run(List<String> args, Surroundings surroundings) throws UsageException, IOException {
        CommandOptions line = CommandOptions.parse(CommandOptions.options(), args);
        if (line.has("help")) {
            surroundings.out().print(HELP);
            return ExitStatus.OK;
        }
        line.refuseArguments();
        return new DoctorCommand(surroundings).examine(line);
    }

    private ExitStatus examine(CommandOptions line) throws UsageException, IOException {
        ok("saltban-agent " + AgentVersion.text() + " on Java "
                + Runtime.version().feature());
        AgentConfiguration configuration = AgentConfiguration.defaults();
        try {
            configuration = line.configuration();
            ok("configuration: "
                    + (Files.exists(line.configurationFile())
                            ? line.configurationFile()
                            : "no " + line.configurationFile() + ", so the defaults hold"));
        } catch (ProblemsException e) {
            for (Problem problem : e.problems()) {
                problem("configuration: " + problem.where(), problem.what());
            }
        } catch (IOException e) {
            problem("configuration: " + Failures.words(e), "make the file readable, or leave --config away");
        }
        logs(configuration);
        outbox(configuration);
        out.println(problems == 0 ? "all is well" : problems + (problems == 1 ? " problem" : " problems"));
        return problems == 0 ? ExitStatus.OK : ExitStatus.CONFIGURATION;
    }

    private void logs(AgentConfiguration configuration) throws IOException {
        LogFinder.Found found = surroundings
                .logs()
                .find(
                        configuration.sources(),
                        begun(configuration),
                        surroundings.clock().instant());
        for (LogFinder.Looked looked : found.looked()) {
            note("log: " + looked);
        }
        if (found.logs().isEmpty()) {
            boolean isRefused =
                    found.looked().stream().anyMatch(looked -> looked.outcome().contains(JournalSearch.NOT_PERMITTED));
            problem("log: none was found", (isRefused ? join("systemd-journal") + "; or " : "") + NAME_LOG);
        }
        for (LogName log : found.logs()) {
            log(log);
        }
    }

    /** Logs that the outbox knows; none if it cannot be read, which is told where the outbox is looked at. */
    private static Set<LogName> begun(AgentConfiguration configuration) {
        Set<LogName> begun = new HashSet<>();
        try {
            LogsOverview.of(configuration.outboxFolder()).forEach(log -> begun.add(new LogName(log.source())));
        } catch (IOException e) {
            begun.clear();
        }
        return begun;
    }

    private void log(LogName log) throws IOException {
        Instant now = surroundings.clock().instant();
        Scan scan = new Scan(surroundings, List.of(), now.minus(RECENT));
        scan.readLog(log);
        LogHealth health = scan.logs().get(0);
        if (!health.problem().isEmpty()) {
            problem("log: " + log + ": " + health.problem(), fix(log, health.problem()));
            return;
        }
        Instant written =
                log.isJournal() ? now : Files.getLastModifiedTime(log.path()).toInstant();
        if (written.plus(STALE).isBefore(now)) {
            problem(
                    "log: " + log + ": was last written to "
                            + Duration.between(written, now).toDays() + " days ago",
                    "find out where sshd logs now, and name that under 'sources' in agent.yaml");
        } else {
            ok("log: " + log + ": can be read; in the last 24 hours sshd named "
                    + ScanTable.counted(scan.sources().sources().size(), "source", "sources")
                    + " in it");
        }
        if (health.ambiguous() > 0) {
            note("log: " + log + ": " + ambiguous(log, health.ambiguous()));
        }
    }

    /** A text log is read in whole files, those that were written to since then; a journal from that time on. */
    private static String ambiguous(LogName log, long count) {
        return log.isJournal()
                ? ScanTable.counted(count, "message", "messages") + " of the last 24 hours under sshd's name "
                        + (count == 1 ? "is" : "are") + " ambiguous, or not vouched for by journald, and "
                        + (count == 1 ? "blames" : "blame") + " nobody"
                : ScanTable.counted(count, "line", "lines") + " in the files written to in the last 24 hours "
                        + (count == 1 ? "is ambiguous and blames" : "are ambiguous and blame") + " nobody";
    }

    /** What lets the agent read what a group may read. */
    private static String join(String group) throws IOException {
        String user = Owner.ofReading();
        return "usermod -aG " + group + " " + user + ", and run this as " + user;
    }

    private static String fix(LogName log, String problem) throws IOException {
        if (log.isJournal()) {
            return problem.contains(JournalSearch.NOT_PERMITTED)
                    ? join("systemd-journal")
                    : "mend what the message says";
        }
        try {
            return Files.isReadable(log.path()) ? "mend what the message says" : join(Owner.groupOf(log.path()));
        } catch (IOException e) {
            return NAME_LOG;
        }
    }

    private void outbox(AgentConfiguration configuration) throws IOException {
        Path folder = configuration.outboxFolder();
        try {
            Optional<OutboxSummary> summary = new OutboxReader(folder).summary();
            ok("outbox: " + folder + ": " + summary.map(DoctorCommand::shown).orElse("not begun yet"));
        } catch (AccessDeniedException e) {
            problem("outbox: " + folder + ": may not be read by this user", "run this as the user saltban-agent");
            return;
        } catch (IOException e) {
            problem("outbox: " + Failures.words(e), "do what the message says; nothing was changed");
            return;
        }
        read(folder);
        writing(folder);
    }

    private void read(Path folder) throws IOException {
        for (LogHealth log : LogsOverview.of(folder)) {
            note("outbox: " + log.source() + ": " + ScanTable.counted(log.lines(), "line", "lines") + " read, "
                    + ScanTable.counted(log.lagBytes(), "byte", "bytes") + " to be read, "
                    + ScanTable.counted(log.ambiguous(), "line", "lines") + " ambiguous");
        }
    }

    private void writing(Path folder) throws IOException {
        Path there = existing(folder);
        if (Owner.isOfAnotherThanRoot(folder)) {
            note("outbox: belongs to " + Owner.nameOf(folder) + "; reading on runs as that user");
        } else if (!Files.isWritable(there)) {
            boolean isThere = Files.exists(folder); // never name a parent in a fix: it is the system's
            problem(
                    "outbox: " + folder
                            + (isThere
                                    ? ": this user may not write here"
                                    : ": is not there, and this user may not make it"),
                    isThere
                            ? "chown -R saltban-agent " + folder
                            : "apply the state saltban, or: install -d -o saltban-agent -g saltban-agent -m 0750 "
                                    + folder);
        }
        long free = Files.getFileStore(there).getUsableSpace();
        if (free < FREE_BYTES_MIN) {
            problem(
                    "outbox: " + there + ": only " + (free >> 20) + " MiB are free; the outbox takes up to 256 MiB",
                    "free some space; what does not fit is read again later");
        }
    }

    private static Path existing(Path folder) throws NoSuchFileException {
        for (Path path = folder.toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                return path;
            }
        }
        throw new NoSuchFileException(folder.toString());
    }

    private static String shown(OutboxSummary summary) {
        return (summary.first() > summary.last()
                        ? "no findings"
                        : "findings " + summary.first() + " to " + summary.last())
                + " of epoch " + summary.epoch() + ", " + ScanTable.number(summary.bytes()) + " bytes";
    }

    private void ok(String what) {
        out.println("ok       " + what);
    }

    private void note(String what) {
        out.println("         " + what);
    }

    private void problem(String what, String fix) {
        problems++;
        out.println("problem  " + what);
        out.println("     fix: " + fix);
    }
}
