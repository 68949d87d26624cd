package net.saltban.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import net.saltban.source.JournalProbe;
import net.saltban.source.LogMessage;
import net.saltban.source.LogName;

/** Looks whether a journal holds what is worth reading: messages of sshd's or dropbear's that the journal vouches for. */
public final class JournalSearch implements JournalProbe {
    /** What is said of a journal that this user may not read. */
    public static final String NOT_PERMITTED =
            "may not be read by this user; join the group systemd-journal, or be root";

    /** Messages under the daemons' names that are looked at, the newest first. */
    private static final int ENTRIES_MAX = 200;

    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private final LogName journal;

    /** Looks into one journal. */
    public JournalSearch(LogName journal) {
        this.journal = journal;
    }

    @Override
    public LogName journal() {
        return journal;
    }

    @Override
    public boolean isPossible() {
        return Journalctl.isThere();
    }

    @Override
    public Result look() {
        List<String> arguments = new ArrayList<>(List.of("--reverse", "--lines=" + ENTRIES_MAX, "_UID=0"));
        LogMessage.DAEMONS.stream().sorted().forEach(name -> arguments.add("SYSLOG_IDENTIFIER=" + name));
        Entry entry = new Entry();
        try (Journalctl.Run run = Journalctl.of(journal, TIME_MAX).start(arguments)) {
            ExportReader entries = new ExportReader(run.output());
            while (entries.next(entry) == ExportReader.Next.ENTRY) {
                if (entry.sender() == LogMessage.Sender.DAEMON && entry.micros() >= 0) {
                    return new Result(true, "holds messages of sshd, the last of " + time(entry.micros()));
                }
            }
            run.finish();
            return new Result(false, "holds no message of sshd that journald vouches for");
        } catch (IOException e) {
            return new Result(false, String.valueOf(e.getMessage()));
        }
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS);
    }
}
