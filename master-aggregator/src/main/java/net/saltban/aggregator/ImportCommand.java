package net.saltban.aggregator;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.policy.Exemption;
import net.saltban.policy.Protection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over an old list. */
@Command(
        name = "import",
        description = {
            "Bans every address of a text that has one a line: an old list, a deny file, an ipset dump.",
            "First it only says what it would do; --apply with the number of bans does it.",
            "What is allowlisted, protected, private or too wide for a machine is left out and named."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final int NAMED = 5;

    private final Saltban saltban;

    @Parameters(paramLabel = "FILE", description = "The text.")
    private Path file = Path.of("");

    @Option(names = "--apply", description = "Do it; with --bans.")
    private boolean apply;

    @Option(names = "--bans", paramLabel = "N", description = "With --apply: how many new bans there will be.")
    private long bans = -1;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Where the list comes from (default: the file's name).")
    private String reason = "";

    @Option(names = "--no-push", description = "Leave the push to the next saltban collect.")
    private boolean noPush;

    ImportCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            AddressLines lines = read();
            PrefixSet banned = installation.store().banned(surroundings.now());
            List<Prefix> fresh = new ArrayList<>();
            Map<String, List<String>> leftOut = new LinkedHashMap<>();
            Protection protection = installation.protection();
            for (Prefix prefix : lines.prefixes()) {
                Optional<Exemption> exemption = protection.exemption(
                        prefix, installation.configuration().policy());
                if (exemption.isPresent()) {
                    leftOut.computeIfAbsent(exemption.get().by().words(), by -> new ArrayList<>())
                            .add(prefix.toString());
                } else if (banned.covering(prefix).isPresent()) {
                    leftOut.computeIfAbsent("bans that are there already", by -> new ArrayList<>())
                            .add(prefix.toString());
                } else {
                    fresh.add(prefix);
                }
            }
            describe(lines, fresh, leftOut, surroundings.out());
            if (!apply) {
                surroundings
                        .out()
                        .println("nothing is done yet; to do it: saltban import " + file + " --apply --bans "
                                + fresh.size());
                return ExitStatus.DONE.code();
            }
            if (bans != fresh.size()) {
                throw new Failure(
                        ExitStatus.USAGE,
                        "--bans is " + (bans < 0 ? "missing" : String.valueOf(bans)) + ", but there would be "
                                + Wording.count(fresh.size(), "new ban") + "; nothing was done");
            }
            String origin = reason.isEmpty() ? "imported from " + file.getFileName() : reason;
            int added = installation.store().importBans(fresh, surroundings.act(origin));
            surroundings.out().println(Wording.count(added, "ban") + " imported");
            return new Followup(saltban, installation).run(!noPush).code();
        }
    }

    private AddressLines read() throws IOException, Failure {
        if (!Files.isRegularFile(file)) {
            throw new Failure(ExitStatus.NO_INPUT, file + ": there is no such file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return AddressLines.read(in);
        }
    }

    private void describe(AddressLines lines, List<Prefix> fresh, Map<String, List<String>> leftOut, PrintWriter out) {
        out.println(file + ": " + Wording.count(lines.lines(), "line") + ", "
                + Wording.count(lines.prefixes().size(), "different address", "different addresses"));
        if (lines.without() > 0) {
            out.println("  no address found in " + Wording.count(lines.without(), "line") + ", the first is line "
                    + lines.firstWithout());
        }
        leftOut.forEach((by, prefixes) -> out.println("  left out for " + by + ": " + Wording.some(prefixes, NAMED)));
        out.println("  new bans: "
                + (fresh.isEmpty()
                        ? "none"
                        : Wording.number(fresh.size()) + " ("
                                + Wording.some(
                                        fresh.stream().map(Prefix::toString).toList(), NAMED)
                                + ")"));
    }
}
