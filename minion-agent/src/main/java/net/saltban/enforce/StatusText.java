package net.saltban.enforce;

import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

import net.saltban.address.IpAddress;
import net.saltban.finding.LogHealth;
import net.saltban.guard.Refusal;

/** The status for people. */
final class StatusText {
    private static final int SHOWN_MAX = 10;
    private static final long PLAUSIBLE_MILLIS_MIN =
            1_000_000_000_000L; // a generation below is a plain number, not a time

    private final EnforceSettings settings;
    private final Health health;
    private final PrintStream out;

    StatusText(EnforceSettings settings, Health health, PrintStream out) {
        this.settings = settings;
        this.health = health;
        this.out = out;
    }

    void print(Status status) {
        line(
                "list",
                status.list()
                        .map(list -> list + ", generation " + generation(status.generation()))
                        .orElse("none received yet"));
        line("in force", inForce(status));
        line("by", settings.backend() + ", " + mode() + where());
        line(
                "packets",
                status.droppedPackets() < 0
                        ? "not counted"
                        : status.droppedPackets()
                                + (settings.mode() == Mode.ENFORCE ? " refused" : " would have been refused")
                                + " since the rules were loaded");
        printRefused(status);
        if (!status.released().isEmpty()) {
            line(
                    "released",
                    status.released().stream().map(IpAddress::toString).collect(Collectors.joining(", "))
                            + " (by an operator; 'saltban-agent release ADDRESS --end' ends it)");
        }
        for (LogHealth log : health.logs()) {
            line(
                    "log",
                    log.source() + ": " + log.lines() + " lines read, " + log.lagBytes() + " bytes behind"
                            + (log.ambiguous() > 0 ? ", " + log.ambiguous() + " lines ambiguous" : "")
                            + (log.problem().isEmpty() ? "" : "; " + log.problem()));
        }
        health.outbox()
                .ifPresent(outbox -> line(
                        "outbox",
                        outbox.epoch() + ": findings " + outbox.first() + " to " + outbox.last() + ", " + outbox.bytes()
                                + " bytes"));
        status.problems().forEach(problem -> line("PROBLEM", problem));
    }

    private String inForce(Status status) {
        if (status.off().isPresent()) {
            Off off = status.off().get();
            return "NOTHING: switched OFF on this machine since " + off.since()
                    + (off.reason().isEmpty() ? "" : " (" + off.reason() + ")") + "; 'saltban-agent on' ends it"
                    + (status.isDrifting() ? "; yet something is still refused, run 'saltban-agent off' again" : "");
        }
        String expected = status.expectedEntries() + " of " + status.entries() + " entries";
        if (status.kernelSha256().isEmpty()) {
            return expected + " should be; what is cannot be told";
        }
        if (status.isDrifting()) {
            return "DRIFT: " + expected + " should be, but something else is; apply the list again";
        }
        return expected + (status.sampled() > 0 ? ", by a sample of " + status.sampled() : ", read back");
    }

    private String where() {
        return switch (settings.backend()) {
            case NFTABLES -> settings.ports().isEmpty() ? ", all ports" : ", TCP ports " + ports();
            case FAIL2BAN -> ", jail " + settings.jail();
            case FILE -> "";
        };
    }

    private String ports() {
        return settings.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private String mode() {
        return switch (settings.mode()) {
            case ENFORCE -> "mode enforce";
            case OBSERVE -> "mode observe (connections are counted and let in)";
        };
    }

    private void printRefused(Status status) {
        long all = status.refused().size() + status.refusedMore();
        if (all == 0) {
            return;
        }
        line("kept out", all + " by the guard of this machine:");
        for (Refusal refusal :
                status.refused().subList(0, Math.min(SHOWN_MAX, status.refused().size()))) {
            line("", "  " + refusal.prefix() + " " + refusal.why());
        }
        if (all > SHOWN_MAX) {
            line("", "  and " + (all - SHOWN_MAX) + " more; see --json");
        }
    }

    private static String generation(long generation) {
        try {
            return generation < PLAUSIBLE_MILLIS_MIN
                    ? String.valueOf(generation)
                    : generation + " (" + Instant.ofEpochMilli(generation).truncatedTo(ChronoUnit.SECONDS) + ")";
        } catch (DateTimeException e) {
            return String.valueOf(generation);
        }
    }

    private void line(String name, String text) {
        out.println(name + " ".repeat(Math.max(1, 10 - name.length())) + text);
    }
}
