package net.saltban.aggregator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.saltban.finding.UserFailures;
import net.saltban.policy.Act;
import net.saltban.policy.Ban;
import net.saltban.policy.Reason;

/** A ban in a table, and in JSON. */
final class BanText {
    private static final int MINIONS_SHOWN = 2;
    private static final int REASON_CHARS_MAX = 40;

    private BanText() {}

    /** Name of the rule, or {@code operator}. */
    static String rule(Ban ban) {
        return ban.origin().match(byRule -> byRule.reason().rule(), byOperator -> "operator");
    }

    /** Which minions speak for it, or which operator. */
    static String by(Ban ban) {
        return ban.origin()
                .match(
                        byRule -> minions(byRule.reason()),
                        byOperator -> byOperator.act().who());
    }

    /** What was counted. */
    static String counted(Ban ban) {
        return ban.reason()
                .map(reason -> Wording.number(reason.failures() + reason.probes()))
                .orElse("-");
    }

    /** What a reader must know of it besides. */
    static String note(Ban ban) {
        List<String> notes = new ArrayList<>();
        ban.until().ifPresent(until -> notes.add("until " + Wording.minute(until)));
        ban.origin()
                .match(
                        byRule -> byRule.reason().corroborated() || notes.add("uncorroborated"),
                        byOperator -> notes.add(cut(byOperator.act().why())));
        return String.join(", ", notes);
    }

    private static String minions(Reason reason) {
        int hidden =
                reason.minionCount() - Math.min(MINIONS_SHOWN, reason.minions().size());
        String shown = String.join(
                ",",
                reason.minions()
                        .subList(0, Math.min(MINIONS_SHOWN, reason.minions().size())));
        return hidden == 0 ? shown : shown + " +" + hidden;
    }

    private static String cut(String text) {
        return text.length() <= REASON_CHARS_MAX ? text : text.substring(0, REASON_CHARS_MAX - 3) + "...";
    }

    static Map<String, Object> json(Ban ban) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prefix", ban.prefix().toString());
        json.put("since", Json.time(ban.since()));
        json.put("until", ban.until().map(Json::time).orElse(null));
        json.put("rule", rule(ban));
        ban.origin().match(byRule -> putReason(json, byRule.reason()), byOperator -> putAct(json, byOperator.act()));
        return json;
    }

    private static boolean putReason(Map<String, Object> json, Reason reason) {
        json.put("minions", reason.minions());
        json.put("minions_more", reason.minionsMore());
        json.put("first", Json.time(reason.first()));
        json.put("last", Json.time(reason.last()));
        json.put("failures", reason.failures());
        json.put("probes", reason.probes());
        json.put("users", reason.users().stream().map(BanText::user).toList());
        json.put("users_more", reason.usersMore());
        json.put("corroborated", reason.corroborated());
        return true;
    }

    private static boolean putAct(Map<String, Object> json, Act act) {
        json.put("who", act.who());
        json.put("why", act.why());
        return true;
    }

    private static Map<String, Object> user(UserFailures user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", user.name());
        json.put("invalid", user.invalid());
        json.put("failures", user.failures());
        return json;
    }
}
