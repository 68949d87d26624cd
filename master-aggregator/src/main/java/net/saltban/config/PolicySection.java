package net.saltban.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import net.saltban.policy.Metric;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Rule;
import net.saltban.policy.UncorroboratedTerm;
import net.saltban.yaml.DurationText;
import net.saltban.yaml.YamlMap;

/** Reads {@code policy}. What is not there is as shipped. */
final class PolicySection {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FOR_MAX = Duration.ofDays(3650);
    private static final int COUNT_MAX = 1_000_000;

    private static final Map<String, Metric> METRICS = Map.of(
            "failures", Metric.FAILURES,
            "root-failures", Metric.ROOT_FAILURES,
            "invalid-users", Metric.INVALID_USERS,
            "probes", Metric.PROBES);

    private final YamlMap map;
    private final PolicySettings shipped = PolicySettings.shipped();

    PolicySection(YamlMap map) {
        this.map = map;
    }

    PolicySettings read() {
        List<Rule> rules = rules();
        Duration evidenceAge = map.duration("evidence-age", shipped.evidenceAge(), MINUTE, Rule.WINDOW_MAX);
        Duration clockOffset =
                map.duration("clock-offset", shipped.clockOffsetMax(), Duration.ZERO, Duration.ofDays(1));
        Duration recidivism = map.duration("recidivism", shipped.recidivism(), Duration.ZERO, FOR_MAX);
        boolean banPrivate = map.flag("ban-private", shipped.banPrivate());
        int widestIpv4 = map.integer("widest-ipv4", shipped.ipv4LengthMin(), 24, 32);
        int widestIpv6 = map.integer("widest-ipv6", shipped.ipv6LengthMin(), 64, 128);
        PolicySettings.KnownGoodMeasure knownGood = knownGood();
        PolicySettings.AlarmMeasure alarm = alarm();
        UncorroboratedTerm uncorroborated = map.value(
                "uncorroborated",
                shipped.uncorroborated(),
                PolicySection::term,
                "use permanent, held, or how long such a ban lasts, such as 7d");
        Duration corroboration = map.duration("corroboration", shipped.corroboration(), Duration.ZERO, Rule.WINDOW_MAX);
        int budget = map.integer("budget", shipped.budget(), 1, COUNT_MAX);
        PolicySettings.BrakeMeasure brake = brake();
        map.finish();
        return new PolicySettings(
                rules,
                evidenceAge,
                clockOffset,
                recidivism,
                banPrivate,
                widestIpv4,
                widestIpv6,
                knownGood,
                alarm,
                uncorroborated,
                corroboration,
                budget,
                brake);
    }

    /** The shipped rules as the file changes them, in their order, then those that only the file has. */
    private List<Rule> rules() {
        YamlMap rules = map.map("rules");
        Set<String> names = new HashSet<>();
        List<Rule> result = new ArrayList<>();
        for (Rule rule : shipped.rules()) {
            names.add(rule.name());
            rule(rules, rule.name(), Optional.of(rule)).ifPresent(result::add);
        }
        for (String name : rules.keys()) {
            if (!names.contains(name)) {
                rule(rules, name, Optional.empty()).ifPresent(result::add);
            }
        }
        if (result.isEmpty() || result.size() > PolicySettings.RULES_MAX) {
            map.problem("rules", "leaves " + result.size() + " rules; keep 1 to " + PolicySettings.RULES_MAX);
            return shipped.rules();
        }
        return result;
    }

    private Optional<Rule> rule(YamlMap rules, String name, Optional<Rule> otherwise) {
        if (!rules.has(name)) {
            return otherwise;
        }
        if (!rules.isMap(name) && rules.text(name).filter("off"::equals).isPresent()) {
            return Optional.empty();
        }
        YamlMap rule = rules.map(name);
        if (otherwise.isEmpty()) {
            for (String key : List.of("count", "threshold", "window")) {
                if (!rule.has(key)) {
                    rules.problem(name, "is a rule of your own and needs " + key);
                }
            }
        }
        Rule base = otherwise.orElse(Rule.permanent("own", Metric.FAILURES, 5, Duration.ofMinutes(10), 1));
        Metric metric = rule.choice("count", base.metric(), METRICS);
        int threshold = rule.integer("threshold", base.threshold(), 1, COUNT_MAX);
        Duration window = rule.duration("window", base.window(), MINUTE, Rule.WINDOW_MAX);
        int minions = rule.integer("minions", base.minions(), 1, COUNT_MAX);
        Optional<Duration> banFor = rule.value(
                "for", base.banFor(), PolicySection::banFor, "use permanent, or a time of 1m or more, such as 4h");
        boolean sparesLogins = rule.flag("spare-logins", base.sparesLogins());
        rule.finish();
        try {
            return Optional.of(new Rule(name, metric, threshold, window, minions, banFor, sparesLogins));
        } catch (IllegalArgumentException e) {
            rules.problem(name, "cannot be a rule: " + e.getMessage());
            return otherwise;
        }
    }

    private PolicySettings.KnownGoodMeasure knownGood() {
        YamlMap section = map.map("known-good");
        int days = section.integer("days", shipped.knownGood().days(), 1, 365);
        Duration lead = section.duration("lead", shipped.knownGood().lead(), Duration.ZERO, Duration.ofDays(365));
        section.finish();
        return new PolicySettings.KnownGoodMeasure(days, lead);
    }

    private PolicySettings.AlarmMeasure alarm() {
        YamlMap section = map.map("alarm");
        int failures = section.integer("failures", shipped.alarm().failures(), 1, COUNT_MAX);
        Duration window = section.duration("window", shipped.alarm().window(), MINUTE, Rule.WINDOW_MAX);
        section.finish();
        return new PolicySettings.AlarmMeasure(failures, window);
    }

    private PolicySettings.BrakeMeasure brake() {
        YamlMap section = map.map("brake");
        int bans = section.integer("bans", shipped.brake().bans(), 1, COUNT_MAX);
        int percent = section.integer("percent", shipped.brake().percent(), 0, 100);
        section.finish();
        return new PolicySettings.BrakeMeasure(bans, percent);
    }

    private static Optional<UncorroboratedTerm> term(String text) {
        return switch (text) {
            case "permanent" -> Optional.of(UncorroboratedTerm.PERMANENT);
            case "held" -> Optional.of(UncorroboratedTerm.HELD);
            default -> atLeastAMinute(text).map(UncorroboratedTerm::timed);
        };
    }

    private static Optional<Optional<Duration>> banFor(String text) {
        if (text.equals("permanent")) {
            return Optional.of(Optional.empty());
        }
        Optional<Duration> duration = atLeastAMinute(text);
        return duration.isPresent() ? Optional.of(duration) : Optional.empty();
    }

    private static Optional<Duration> atLeastAMinute(String text) {
        return DurationText.tryParse(text)
                .filter(duration -> duration.compareTo(MINUTE) >= 0 && duration.compareTo(FOR_MAX) <= 0);
    }
}
