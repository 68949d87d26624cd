package net.saltban.aggregator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import net.saltban.config.AllowlistEntry;
import net.saltban.evidence.AllowEntry;
import net.saltban.evidence.History;
import net.saltban.evidence.RecordedBan;
import net.saltban.policy.Exemption;
import net.saltban.policy.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says why an address is banned, or why it is not. */
@Command(
        name = "why",
        description = "Says why an address is banned, or why not, and what to do about it.",
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Parameters(paramLabel = "ADDRESS", description = "An address or a prefix.", converter = PrefixConverter.class)
    private Prefix address = Prefix.parse("::");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    WhyCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            History history = installation.store().history(address);
            Mode mode = installation.store().mode();
            Optional<String> exempt =
                    installation.protection().entryOf(address).map(entry -> words(entry, installation, history));
            if (json) {
                Json.print(document(history, mode, exempt, surroundings.now()), surroundings.out());
            } else {
                new WhyText(
                                address,
                                history,
                                exempt,
                                mode,
                                installation.configuration().policy().rules(),
                                surroundings.now())
                        .lines()
                        .forEach(surroundings.out()::println);
            }
        }
        return ExitStatus.DONE.code();
    }

    /** The entry with what its author wrote behind it. */
    private static String words(Exemption exemption, Installation installation, History history) {
        Optional<String> comment = installation.configuration().allowlist().stream()
                .filter(entry -> entry.prefix().equals(exemption.entry()))
                .map(AllowlistEntry::comment)
                .filter(text -> !text.isEmpty())
                .findFirst();
        Optional<String> act = history.allowlist()
                .map(AllowEntry::act)
                .map(allowed -> "allowed by " + allowed.who() + (allowed.why().isEmpty() ? "" : ": " + allowed.why()));
        return exemption + comment.or(() -> act).map(text -> ", " + text).orElse("");
    }

    private Map<String, Object> document(History history, Mode mode, Optional<String> exempt, Instant now) {
        Map<String, Object> document = Json.document();
        document.put("prefix", address.toString());
        document.put("mode", ModeText.of(mode));
        document.put(
                "banned",
                exempt.isEmpty()
                        && history.bans().stream()
                                .anyMatch(recorded -> recorded.ended().isEmpty()
                                        && recorded.ban().isActiveAt(now)
                                        && recorded.ban().prefix().covers(address)));
        document.put("exempt", exempt.orElse(null));
        document.put("bans", history.bans().stream().map(WhyCommand::ban).toList());
        document.put(
                "held",
                history.held().stream()
                        .map(held -> {
                            Map<String, Object> ban = BanText.json(held.ban());
                            ban.put("held_since", Json.time(held.since()));
                            ban.put("held_why", WhyText.held(held.why()));
                            return ban;
                        })
                        .toList());
        document.put(
                "unbanned",
                history.tombstones().stream()
                        .map(tombstone ->
                                Map.of("prefix", tombstone.prefix().toString(), "at", Json.time(tombstone.at())))
                        .toList());
        document.put(
                "alarms", history.alarms().stream().map(AlarmsCommand::json).toList());
        return document;
    }

    private static Map<String, Object> ban(RecordedBan recorded) {
        Map<String, Object> ban = new LinkedHashMap<>(BanText.json(recorded.ban()));
        ban.put("ended", recorded.ended().map(Json::time).orElse(null));
        ban.put("ended_by", recorded.endedBy());
        return ban;
    }
}
