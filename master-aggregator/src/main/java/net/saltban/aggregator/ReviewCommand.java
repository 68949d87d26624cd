package net.saltban.aggregator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import net.saltban.address.Prefix;
import net.saltban.evidence.EvidenceStore;
import net.saltban.policy.Act;
import net.saltban.policy.HeldBan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists bans that wait for an operator, and decides on them. */
@Command(
        name = "review",
        description = {
            "Lists bans that wait for an operator: of known-good sources, beyond a budget, or held by the brake.",
            "--release bans them; --reject drops them, and what was reported until now will not ban them."
        },
        mixinStandardHelpOptions = true)
final class ReviewCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Option(
            names = "--release",
            paramLabel = "PREFIX",
            arity = "1..*",
            description = "Ban these.",
            converter = PrefixConverter.class)
    private List<Prefix> release = List.of();

    @Option(
            names = "--reject",
            paramLabel = "PREFIX",
            arity = "1..*",
            description = "Do not ban these.",
            converter = PrefixConverter.class)
    private List<Prefix> reject = List.of();

    @Option(names = "--release-all", description = "Ban all of them; with --bans.")
    private boolean releaseAll;

    @Option(names = "--bans", paramLabel = "N", description = "With --release-all: how many bans wait.")
    private long bans = -1;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the act.")
    private String reason = "";

    @Option(names = "--no-push", description = "Leave the push to the next saltban collect.")
    private boolean noPush;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ReviewCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            EvidenceStore store = installation.store();
            List<HeldBan> held = store.held();
            List<Prefix> released = new ArrayList<>(release);
            if (releaseAll) {
                checkNumber(held.size());
                held.forEach(each -> released.add(each.ban().prefix()));
            }
            if (released.isEmpty() && reject.isEmpty()) {
                list(held);
                return ExitStatus.DONE.code();
            }
            Act act = surroundings.act(reason);
            for (Prefix prefix : released) {
                if (store.approve(prefix, act).isEmpty()) {
                    throw notHeld(prefix);
                }
            }
            for (Prefix prefix : reject) {
                if (store.unban(prefix, act).heldEnded() == 0) {
                    throw notHeld(prefix);
                }
            }
            surroundings
                    .out()
                    .println(Wording.count(released.size(), "ban") + " released, " + reject.size() + " rejected");
            return released.isEmpty()
                    ? ExitStatus.DONE.code()
                    : new Followup(saltban, installation).run(!noPush).code();
        }
    }

    private void checkNumber(int waiting) throws Failure {
        if (bans != waiting) {
            throw new Failure(
                    ExitStatus.USAGE,
                    "--bans is " + (bans < 0 ? "missing" : String.valueOf(bans)) + ", but "
                            + Wording.count(waiting, "ban waits", "bans wait")
                            + "; look at saltban review, then: saltban review --release-all --bans " + waiting);
        }
    }

    private static Failure notHeld(Prefix prefix) {
        return new Failure(
                ExitStatus.NO_INPUT,
                prefix + ": no ban of exactly this prefix waits; saltban review lists those that do");
    }

    private void list(List<HeldBan> held) throws Exception {
        Surroundings surroundings = saltban.surroundings();
        if (json) {
            Map<String, Object> document = Json.document();
            document.put("held", held.stream().map(ReviewCommand::json).toList());
            Json.print(document, surroundings.out());
            return;
        }
        Table table = new Table("prefix", "since (UTC)", "rule", "by", "#count", "waits because");
        for (HeldBan each : held) {
            table.row(
                    each.ban().prefix().toString(),
                    Wording.minute(each.since()),
                    BanText.rule(each.ban()),
                    BanText.by(each.ban()),
                    BanText.counted(each.ban()),
                    WhyText.held(each.why()));
        }
        if (table.isEmpty()) {
            surroundings.out().println("no ban waits for review");
        } else {
            table.print(surroundings.out());
            surroundings.out().println("saltban review --release PREFIX, or --reject PREFIX");
        }
    }

    private static Map<String, Object> json(HeldBan held) {
        Map<String, Object> json = new LinkedHashMap<>(BanText.json(held.ban()));
        json.put("held_since", Json.time(held.since()));
        json.put("held_why", WhyText.held(held.why()));
        return json;
    }
}
