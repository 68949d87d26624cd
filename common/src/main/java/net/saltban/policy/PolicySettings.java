package net.saltban.policy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every number of the policy.
 *
 * @param rules in the order in which they are tried; the first that holds gives a ban its name, permanent ones before timed
 * @param evidenceAge older evidence never bans, at most 30 days
 * @param clockOffsetMax how far a minion's clock may be off for rules over the fleet to use its findings
 * @param recidivism how long after a timed ban's end the next one becomes permanent
 * @param banPrivate whether private and link-local addresses may be banned by machine
 * @param ipv4LengthMin the widest IPv4 prefix that a machine may ban, 24 to 32
 * @param ipv6LengthMin the widest IPv6 prefix that a machine may ban, 64 to 128
 * @param knownGood when logins shield a source
 * @param alarm how many failures before a login raise an alarm
 * @param uncorroborated what becomes of a ban that rests on text logs of one minion alone
 * @param corroboration how far from the ban's evidence another minion's findings corroborate it
 * @param budget new bans in 24 hours that may rest on one minion alone
 * @param brake when the bans of a whole cycle are held
 */
public record PolicySettings(
        List<Rule> rules,
        Duration evidenceAge,
        Duration clockOffsetMax,
        Duration recidivism,
        boolean banPrivate,
        int ipv4LengthMin,
        int ipv6LengthMin,
        KnownGoodMeasure knownGood,
        AlarmMeasure alarm,
        UncorroboratedTerm uncorroborated,
        Duration corroboration,
        int budget,
        BrakeMeasure brake) {
    /** The most rules that a policy may have. */
    public static final int RULES_MAX = 64;

    /** Floors that no configuration lowers. */
    private static final int IPV4_LENGTH_FLOOR = 24;

    private static final int IPV6_LENGTH_FLOOR = 64;

    /**
     * When accepted logins make a source known-good.
     *
     * @param days on at least so many different days (UTC)
     * @param lead the first at least so long before the failures
     */
    public record KnownGoodMeasure(int days, Duration lead) {
        /** Refuses fewer than one day and a negative lead. */
        public KnownGoodMeasure {
            check(days >= 1, "known-good days is " + days + "; use 1 or more");
            check(!lead.isNegative(), "known-good lead is negative; use 0 or more");
        }
    }

    /**
     * When a login that follows failures is an alarm. It stands well above what a person mistypes, since an alarm also ends
     * a source's being known-good.
     *
     * @param failures so many failures of the source, over the fleet
     * @param window within so long before the login
     */
    public record AlarmMeasure(int failures, Duration window) {
        /** Refuses values out of their range. */
        public AlarmMeasure {
            check(failures >= 1, "alarm failures is " + failures + "; use 1 or more");
            check(
                    window.toMinutes() >= 1 && window.compareTo(Rule.WINDOW_MAX) <= 0,
                    "alarm window is " + window + "; use 1 minute to 30 days");
        }
    }

    /**
     * When a cycle's bans are held as a whole: above the larger of the two.
     *
     * @param bans so many new bans
     * @param percent so much of the list
     */
    public record BrakeMeasure(int bans, int percent) {
        /** Refuses values out of their range. */
        public BrakeMeasure {
            check(bans >= 1, "brake bans is " + bans + "; use 1 or more");
            check(percent >= 0 && percent <= 100, "brake percent is " + percent + "; use 0 to 100");
        }

        /** How many bans one cycle may add to a list of that size. */
        public long limit(long listed) {
            return Math.max(bans, listed * percent / 100);
        }
    }

    /** Refuses values out of their range; the message says which. */
    public PolicySettings {
        rules = List.copyOf(rules);
        check(!rules.isEmpty() && rules.size() <= RULES_MAX, "there are " + rules.size() + " rules; use 1 to 64");
        Set<String> names = new HashSet<>();
        rules.forEach(rule -> check(names.add(rule.name()), "two rules are called " + rule.name()));
        check(isWithin(evidenceAge, Rule.WINDOW_MAX), "evidence-age is " + evidenceAge + "; use up to 30 days");
        check(!clockOffsetMax.isNegative(), "clock-offset is negative; use 0 or more");
        check(!recidivism.isNegative(), "recidivism is negative; use 0 or more");
        check(!corroboration.isNegative(), "corroboration is negative; use 0 or more");
        check(
                ipv4LengthMin >= IPV4_LENGTH_FLOOR && ipv4LengthMin <= 32,
                "the widest IPv4 prefix is /" + ipv4LengthMin + "; use 24 to 32");
        check(
                ipv6LengthMin >= IPV6_LENGTH_FLOOR && ipv6LengthMin <= 128,
                "the widest IPv6 prefix is /" + ipv6LengthMin + "; use 64 to 128");
        check(budget >= 1, "budget is " + budget + "; use 1 or more");
    }

    /** What ships. */
    public static PolicySettings shipped() {
        Duration tenMinutes = Duration.ofMinutes(10);
        Duration hour = Duration.ofHours(1);
        Duration day = Duration.ofDays(1);
        return new PolicySettings(
                List.of(
                        Rule.permanent("root-guessing", Metric.ROOT_FAILURES, 3, tenMinutes, 1),
                        Rule.permanent("brute-force", Metric.FAILURES, 5, tenMinutes, 1),
                        Rule.permanent("user-guessing", Metric.INVALID_USERS, 3, hour, 1),
                        Rule.permanent("fleet-wide", Metric.FAILURES, 3, day, 3),
                        new Rule("repeat-prober", Metric.PROBES, 20, hour, 1, Optional.of(Duration.ofHours(4)), true)),
                Duration.ofDays(30),
                Duration.ofMinutes(5),
                Duration.ofDays(90),
                false,
                IPV4_LENGTH_FLOOR,
                IPV6_LENGTH_FLOOR,
                new KnownGoodMeasure(2, day),
                new AlarmMeasure(20, hour),
                UncorroboratedTerm.PERMANENT,
                day,
                1000,
                new BrakeMeasure(1000, 10));
    }

    /** The same with other rules. */
    public PolicySettings withRules(List<Rule> other) {
        return new PolicySettings(
                other,
                evidenceAge,
                clockOffsetMax,
                recidivism,
                banPrivate,
                ipv4LengthMin,
                ipv6LengthMin,
                knownGood,
                alarm,
                uncorroborated,
                corroboration,
                budget,
                brake);
    }

    /** The same with private addresses banned, or not. */
    public PolicySettings withBanPrivate(boolean other) {
        return new PolicySettings(
                rules,
                evidenceAge,
                clockOffsetMax,
                recidivism,
                other,
                ipv4LengthMin,
                ipv6LengthMin,
                knownGood,
                alarm,
                uncorroborated,
                corroboration,
                budget,
                brake);
    }

    /** The same with another term for what rests on text logs of one minion alone. */
    public PolicySettings withUncorroborated(UncorroboratedTerm other) {
        return new PolicySettings(
                rules,
                evidenceAge,
                clockOffsetMax,
                recidivism,
                banPrivate,
                ipv4LengthMin,
                ipv6LengthMin,
                knownGood,
                alarm,
                other,
                corroboration,
                budget,
                brake);
    }

    private static boolean isWithin(Duration duration, Duration max) {
        return duration.compareTo(Duration.ofMinutes(1)) >= 0 && duration.compareTo(max) <= 0;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
