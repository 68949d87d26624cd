package net.saltban.aggregator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import net.saltban.evidence.ExchangeOutcome;
import net.saltban.policy.Ban;
import net.saltban.policy.HeldBan;
import net.saltban.policy.Mode;

/** What a cycle says of itself. */
final class CollectText {
    private static final int BANS_SHOWN = 20;

    private final CycleReport report;
    private final Mode mode;

    CollectText(CycleReport report, Mode mode) {
        this.report = report;
        this.mode = mode;
    }

    /** What went well, for people. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        PullReport pull = report.pull();
        long heard = count(pull.outcomes(), ExchangeOutcome.Result.OK);
        lines.add("pulled:  " + Wording.count(pull.added(), "new finding") + " from " + heard + " of "
                + Wording.count(pull.outcomes().size(), "minion"));
        String banned = mode == Mode.OBSERVE ? "propose: " : "banned:  ";
        report.added().stream().limit(BANS_SHOWN).forEach(ban -> lines.add(banned + ban(ban)));
        if (report.added().size() > BANS_SHOWN) {
            lines.add(banned + "and " + Wording.number(report.added().size() - BANS_SHOWN) + " more; see saltban bans");
        }
        report.held().stream()
                .limit(BANS_SHOWN)
                .forEach(held -> lines.add("held:    " + ban(held.ban()) + "; " + WhyText.held(held.why())));
        if (!report.held().isEmpty()) {
            lines.add("         decide by saltban review");
        }
        report.ended().stream()
                .limit(BANS_SHOWN)
                .forEach(ban -> lines.add("ended:   " + ban.prefix() + ", banned by " + BanText.rule(ban) + " at "
                        + Wording.second(ban.since())));
        lines.add(DeliveryText.line(report.delivery(), mode));
        return lines;
    }

    /** What an operator must know. */
    List<String> complaints() {
        List<String> lines = new ArrayList<>();
        report.alarms().forEach(alarm -> lines.add("ALARM: " + AlarmText.sentence(alarm) + " See saltban alarms"));
        report.brake()
                .ifPresent(brake -> lines.add("this cycle would have added " + Wording.count(brake.bans(), "ban")
                        + ", more than the " + Wording.number(brake.limit())
                        + " that policy.brake lets through; all are held: saltban review"));
        report.pull().outcomes().forEach((minion, outcome) -> complain(lines, minion, outcome));
        report.pull()
                .unfinished()
                .forEach(minion ->
                        lines.add(minion + ": has more findings than there was time for; the next cycle goes on"));
        lines.addAll(report.pull().remarks());
        lines.addAll(DeliveryText.complaints(report.delivery(), report.pull().outcomes()));
        return lines;
    }

    Map<String, Object> json() {
        Map<String, Object> document = Json.document();
        document.put("mode", ModeText.of(mode));
        document.put("findings", report.pull().added());
        document.put("added", report.added().stream().map(BanText::json).toList());
        document.put("ended", report.ended().stream().map(BanText::json).toList());
        document.put(
                "held",
                report.held().stream().map(HeldBan::ban).map(BanText::json).toList());
        document.put("alarms", report.alarms().stream().map(AlarmText::sentence).toList());
        document.put("pulls", outcomes(report.pull().outcomes()));
        document.put("pushes", outcomes(report.delivery().outcomes()));
        document.put(
                "generation",
                report.delivery().list().map(list -> list.generation()).orElse(0L));
        document.put("complaints", complaints());
        return document;
    }

    static Map<String, Object> outcomes(SortedMap<String, ExchangeOutcome> outcomes) {
        Map<String, Object> json = new LinkedHashMap<>();
        outcomes.forEach((minion, outcome) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("result", DeliveryText.word(outcome.result()));
            one.put("why", outcome.why());
            json.put(minion, one);
        });
        return json;
    }

    private static String ban(Ban ban) {
        String note = BanText.note(ban);
        return ban.prefix() + " by " + BanText.rule(ban)
                + ban.reason()
                        .map(reason ->
                                ": " + Wording.number(reason.failures() + reason.probes()) + " on " + BanText.by(ban))
                        .orElse("")
                + (note.isEmpty() ? "" : ", " + note);
    }

    private static void complain(List<String> lines, String minion, ExchangeOutcome outcome) {
        if (outcome.result() != ExchangeOutcome.Result.OK) {
            lines.add(minion + ": " + DeliveryText.word(outcome.result()) + ": " + outcome.why());
        }
    }

    private static long count(SortedMap<String, ExchangeOutcome> outcomes, ExchangeOutcome.Result result) {
        return outcomes.values().stream()
                .filter(outcome -> outcome.result() == result)
                .count();
    }
}
