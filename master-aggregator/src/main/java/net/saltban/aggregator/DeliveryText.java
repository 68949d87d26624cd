package net.saltban.aggregator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.saltban.evidence.ExchangeOutcome;
import net.saltban.policy.Mode;

/** What a delivery says of itself. */
final class DeliveryText {
    private DeliveryText() {}

    static String line(DeliveryReport report, Mode mode) {
        if (report.list().isEmpty()) {
            return "pushed:  nothing, mode observe; see saltban bans, then saltban mode enforce";
        }
        String list = "list " + report.list().get().generation() + " with "
                + Wording.count(report.list().get().file().list().size(), "ban");
        String observe = mode == Mode.OBSERVE ? " (mode observe: it only shrinks)" : "";
        if (report.outcomes().isEmpty()) {
            return "pushed:  nothing new; minions hold " + list + observe;
        }
        return "pushed:  " + list + observe + "; " + report.holding() + " of "
                + Wording.count(report.outcomes().size(), "minion") + " took it";
    }

    /** Which minions did not take the list; those that are known not to answer are not named again. */
    static List<String> complaints(DeliveryReport report, Map<String, ExchangeOutcome> pulls) {
        List<String> lines = new ArrayList<>();
        report.outcomes().forEach((minion, outcome) -> {
            ExchangeOutcome pull = pulls.get(minion);
            boolean isKnown = outcome.result() == ExchangeOutcome.Result.UNREACHABLE
                    && pull != null
                    && pull.result() == ExchangeOutcome.Result.UNREACHABLE;
            if (outcome.result() != ExchangeOutcome.Result.OK && !isKnown) {
                lines.add(minion + ": " + pushed(outcome));
            }
        });
        return lines;
    }

    /** How a push that did not go well ended. */
    static String pushed(ExchangeOutcome outcome) {
        return switch (outcome.result()) {
            case OK -> "took the list";
            case UNREACHABLE -> "was not reached by the push: " + outcome.why();
            case REFUSED -> "refused the list: " + outcome.why();
            case FAILED -> "failed to take the list: " + outcome.why();
        };
    }

    static String word(ExchangeOutcome.Result result) {
        return switch (result) {
            case OK -> "ok";
            case UNREACHABLE -> "unreachable";
            case REFUSED -> "refused";
            case FAILED -> "failed";
        };
    }
}
