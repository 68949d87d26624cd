package net.saltban.aggregator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import net.saltban.evidence.BanFilter;
import net.saltban.evidence.Counts;
import net.saltban.evidence.RecordedBan;
import net.saltban.policy.Mode;
import net.saltban.policy.Protection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists bans. */
@Command(name = "bans", description = "Lists bans, the newest first.", mixinStandardHelpOptions = true)
final class BansCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Option(
            names = "--within",
            paramLabel = "PREFIX",
            description = "Only bans within this prefix.",
            converter = PrefixConverter.class)
    private @Nullable Prefix within;

    @Option(
            names = "--rule",
            paramLabel = "NAME",
            description = "Only bans of this rule; operator for those of people.")
    private @Nullable String rule;

    @Option(names = "--minion", paramLabel = "ID", description = "Only bans that this minion's findings speak for.")
    private @Nullable String minion;

    @Option(names = "--since", paramLabel = "TIME", description = "Only bans made at this time (RFC 3339) or later.")
    private @Nullable Instant since;

    @Option(names = "--uncorroborated", description = "Only bans that rest on text logs of one minion alone.")
    private boolean uncorroborated;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    BansCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        if (limit < 1) {
            throw new Failure(ExitStatus.USAGE, "--limit is " + limit + "; use 1 or more");
        }
        try (Installation installation = saltban.open()) {
            BanFilter filter = new BanFilter(
                    Optional.ofNullable(within),
                    Optional.ofNullable(rule),
                    Optional.ofNullable(minion),
                    Optional.ofNullable(since),
                    uncorroborated,
                    limit);
            List<RecordedBan> bans = installation.store().bans(filter, surroundings.now());
            Mode mode = installation.store().mode();
            Protection protection = installation.protection();
            Counts counts = installation.store().counts();
            if (json) {
                Json.print(document(bans, mode, protection, counts), surroundings.out());
            } else {
                print(bans, mode, protection, counts);
            }
        }
        return ExitStatus.DONE.code();
    }

    private void print(List<RecordedBan> bans, Mode mode, Protection protection, Counts counts) {
        Table table = new Table("prefix", "since (UTC)", "rule", "by", "#count", "note");
        for (RecordedBan recorded : bans) {
            String note = protection
                    .entryOf(recorded.ban().prefix())
                    .map(exemption -> "not on the list: " + exemption)
                    .orElse(BanText.note(recorded.ban()));
            table.row(
                    recorded.ban().prefix().toString(),
                    Wording.minute(recorded.ban().since()),
                    BanText.rule(recorded.ban()),
                    BanText.by(recorded.ban()),
                    BanText.counted(recorded.ban()),
                    note);
        }
        if (!table.isEmpty()) {
            table.print(saltban.surroundings().out());
        }
        String shown = bans.size() < counts.bans() ? Wording.number(bans.size()) + " of " : "";
        String held = counts.held() == 0
                ? ""
                : "; " + Wording.count(counts.held(), "ban waits", "bans wait") + " for saltban review";
        saltban.surroundings()
                .out()
                .println(shown
                        + Wording.count(counts.bans(), "ban")
                        + held
                        + (mode == Mode.OBSERVE ? "; mode observe: proposed only, nothing is pushed" : ""));
    }

    private static Map<String, Object> document(
            List<RecordedBan> bans, Mode mode, Protection protection, Counts counts) {
        Map<String, Object> document = Json.document();
        document.put("mode", ModeText.of(mode));
        document.put("total", counts.bans());
        document.put("held", counts.held());
        document.put(
                "bans",
                bans.stream()
                        .map(recorded -> {
                            Map<String, Object> ban = new LinkedHashMap<>(BanText.json(recorded.ban()));
                            ban.put(
                                    "exempt",
                                    protection
                                            .entryOf(recorded.ban().prefix())
                                            .map(Object::toString)
                                            .orElse(null));
                            return ban;
                        })
                        .toList());
        return document;
    }
}
