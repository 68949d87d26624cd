package net.saltban.aggregator;

import net.saltban.policy.Alarm;

/** An alarm in a sentence. */
final class AlarmText {
    private AlarmText() {}

    static String sentence(Alarm alarm) {
        String login =
                "login of " + alarm.login().user() + " by " + alarm.login().method() + " from " + alarm.source()
                        + " on " + alarm.minion() + " at " + Wording.second(alarm.at());
        return switch (alarm.kind()) {
            case LOGIN_FROM_BANNED ->
                login
                        + alarm.banned()
                                .map(prefix -> ", which is banned" + (prefix.isSingle() ? "" : " by " + prefix))
                                .orElse(", which is banned")
                        + ".";
            case LOGIN_AFTER_FAILURES ->
                login + ", after " + Wording.count(alarm.failures(), "failure") + " from there.";
        };
    }
}
