package net.saltban.aggregator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import net.saltban.banfile.BanFile;
import net.saltban.durable.LockFile;
import net.saltban.evidence.ExchangeOutcome;
import net.saltban.evidence.MinionRecord;
import net.saltban.policy.Mode;
import net.saltban.push.ListFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists minions: when they were heard, which list they hold, and whether their kernel does. */
@Command(
        name = "minions",
        description = {
            "Lists minions: when they last reported, which list they hold, and whether their kernel holds it.",
            "Ends with status 75 if one does not hold the list, or its kernel differs."
        },
        mixinStandardHelpOptions = true)
final class MinionsCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Option(names = "--refresh", description = "Ask every minion now what it enforces.")
    private boolean refresh;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    MinionsCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            if (refresh) {
                refresh(installation);
            }
            Optional<BanFile> file = new ListFolder(installation.stateDir()).readWhole();
            List<MinionState> states = MinionState.all(installation, file);
            if (json) {
                Map<String, Object> document = Json.document();
                document.put(
                        "generation",
                        file.map(list -> list.header().generation()).orElse(0L));
                document.put("mode", ModeText.of(installation.store().mode()));
                document.put(
                        "minions", states.stream().map(MinionsCommand::json).toList());
                Json.print(document, surroundings.out());
            } else {
                print(states, file, installation.store().mode());
            }
            boolean isWell = states.stream().allMatch(MinionState::isWell);
            return (isWell ? ExitStatus.DONE : ExitStatus.PARTIAL).code();
        }
    }

    private void refresh(Installation installation) throws Exception {
        Surroundings surroundings = saltban.surroundings();
        Optional<LockFile> lock = installation.waitForLock();
        if (lock.isEmpty()) {
            throw new Failure(
                    ExitStatus.PARTIAL,
                    installation.stateDir().resolve("lock") + ": another saltban has been at work for a minute; nobody"
                            + " was asked");
        }
        installation.work(lock.get(), api -> {
            Fleet fleet = Fleet.asked(surroundings, installation, api);
            Set<String> silent = fleet.silent(installation);
            new StatusReading(surroundings, installation.store(), api)
                    .run(
                            fleet.statusJob().orElseThrow(),
                            silent,
                            surroundings
                                    .now()
                                    .plus(installation.configuration().collect().timeout()))
                    .forEach((minion, what) -> surroundings.complain(minion + ": " + what));
            return ExitStatus.DONE;
        });
    }

    private void print(List<MinionState> states, Optional<BanFile> file, Mode mode) {
        Surroundings surroundings = saltban.surroundings();
        Table table = new Table("minion", "reported", "list", "kernel", "#refused", "#dropped", "note");
        for (MinionState state : states) {
            table.row(
                    state.minion().minion(),
                    state.minion()
                            .lastReport()
                            .map(at -> Wording.age(java.time.Duration.between(at, surroundings.now())) + " ago")
                            .orElse("never"),
                    state.list(),
                    state.kernel(),
                    state.status()
                            .map(status -> Wording.number(state.refused()))
                            .orElse("-"),
                    state.status()
                            .map(status -> Wording.number(status.droppedPackets()))
                            .orElse("-"),
                    untilAdvice(state.note()));
        }
        if (!table.isEmpty()) {
            table.print(surroundings.out());
        }
        String list = file.map(known -> "list " + known.header().generation() + " with "
                        + Wording.count(known.header().entries(), "ban"))
                .orElse("no list yet");
        surroundings
                .out()
                .println(Wording.count(states.size(), "minion") + "; " + list + "; mode " + ModeText.of(mode));
    }

    /** A table has no room for what to do about it. */
    private static String untilAdvice(String note) {
        int end = note.indexOf("; ");
        return end < 0 ? note : note.substring(0, end);
    }

    private static Map<String, Object> json(MinionState state) {
        MinionRecord minion = state.minion();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("minion", minion.minion());
        json.put("key", minion.key());
        json.put("address", minion.address().map(Object::toString).orElse(null));
        json.put("agent", minion.agent());
        json.put("last_report", minion.lastReport().map(Json::time).orElse(null));
        json.put("clock_offset_seconds", minion.clockOffset().toSeconds());
        json.put("cursor", minion.cursor().map(Object::toString).orElse(null));
        json.put("pull", minion.pull().map(MinionsCommand::outcome).orElse(null));
        json.put("push", minion.push().map(MinionsCommand::outcome).orElse(null));
        json.put("list", state.list());
        json.put("kernel", state.kernel());
        json.put("well", state.isWell());
        state.status().ifPresent(status -> {
            json.put("generation", status.generation());
            json.put("entries", status.entries());
            json.put("file_sha256", status.fileSha256());
            json.put("expected_sha256", status.expectedSha256());
            json.put("kernel_sha256", status.kernelSha256());
            json.put(
                    "refused",
                    status.refused().stream()
                            .map(refusal -> Map.of("prefix", refusal.prefix(), "why", refusal.why()))
                            .toList());
            json.put("released", status.released());
            json.put("dropped_packets", status.droppedPackets());
            json.put("backend", status.backend());
            json.put("mode", status.mode());
        });
        json.put("gaps", minion.gaps());
        return json;
    }

    private static Map<String, Object> outcome(ExchangeOutcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", DeliveryText.word(outcome.result()));
        json.put("why", outcome.why());
        json.put("at", Json.time(outcome.at()));
        return json;
    }
}
