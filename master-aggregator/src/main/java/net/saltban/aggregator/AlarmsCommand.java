package net.saltban.aggregator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import net.saltban.evidence.RecordedAlarm;
import net.saltban.policy.Act;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists accepted logins that an operator must look at, and marks them as seen. */
@Command(
        name = "alarms",
        description = {
            "Lists accepted logins from banned sources, or after many failures: somebody may have got in.",
            "Ends with status 0 whether there are any or not; --seen N takes one off the list."
        },
        mixinStandardHelpOptions = true)
final class AlarmsCommand implements Callable<Integer> {
    private static final int LIMIT = 1000;

    private final Saltban saltban;

    @Option(names = "--all", description = "Also those that somebody has seen.")
    private boolean all;

    @Option(names = "--seen", paramLabel = "N", description = "Mark the alarm of this number as seen.")
    private List<Long> seen = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "What you found out, with --seen.")
    private String reason = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    AlarmsCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        try (Installation installation = saltban.open()) {
            Act act = surroundings.act(reason);
            for (long number : seen) {
                if (!installation.store().acknowledge(number, act)) {
                    throw new Failure(ExitStatus.NO_INPUT, "alarm " + number + ": there is none that nobody has seen");
                }
            }
            List<RecordedAlarm> alarms = installation.store().alarms(all, LIMIT);
            if (json) {
                Map<String, Object> document = Json.document();
                document.put("alarms", alarms.stream().map(AlarmsCommand::json).toList());
                Json.print(document, surroundings.out());
            } else {
                print(alarms);
            }
        }
        return ExitStatus.DONE.code();
    }

    private void print(List<RecordedAlarm> alarms) {
        for (RecordedAlarm recorded : alarms) {
            saltban.surroundings()
                    .out()
                    .println(recorded.number() + ": " + AlarmText.sentence(recorded.alarm())
                            + recorded.acknowledged()
                                    .map(act ->
                                            " Seen by " + act.who() + (act.why().isEmpty() ? "." : ": " + act.why()))
                                    .orElse(""));
        }
        saltban.surroundings().out().println(alarms.isEmpty() ? "no alarms" : Wording.count(alarms.size(), "alarm"));
    }

    static Map<String, Object> json(RecordedAlarm recorded) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", recorded.number());
        json.put("what", AlarmText.sentence(recorded.alarm()));
        json.put("kind", recorded.alarm().kind().name().toLowerCase(java.util.Locale.ROOT));
        json.put("source", recorded.alarm().source().toString());
        json.put("minion", recorded.alarm().minion());
        json.put("user", recorded.alarm().login().user());
        json.put("method", recorded.alarm().login().method());
        json.put("at", Json.time(recorded.alarm().at()));
        json.put("raised", Json.time(recorded.raised()));
        json.put("seen_by", recorded.acknowledged().map(Act::who).orElse(null));
        return json;
    }
}
