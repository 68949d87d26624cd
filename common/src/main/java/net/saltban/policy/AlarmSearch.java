package net.saltban.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.finding.Login;
import net.saltban.policy.PolicySettings.AlarmMeasure;

/** Looks among the accepted logins of a source for those that an operator must look at. */
final class AlarmSearch {
    private final PolicySettings settings;
    private final PolicyInput input;
    private final Verdicts verdicts;

    AlarmSearch(PolicySettings settings, PolicyInput input, Verdicts verdicts) {
        this.settings = settings;
        this.input = input;
        this.verdicts = verdicts;
    }

    /** The alarms of one source; none for a source that must not be banned. */
    List<Alarm> alarms(SourceEvidence evidence) {
        List<Alarm> alarms = new ArrayList<>();
        Prefix single = Prefix.of(evidence.source());
        if (evidence.withLogins().isEmpty()
                || input.protection().entryOf(single).isPresent()) {
            return alarms;
        }
        List<Slice> slices = Slicing.of(evidence.counting());
        for (EvidenceItem item : evidence.withLogins()) {
            for (Login login : item.finding().logins()) {
                if (!login.last().isBefore(input.now().minus(settings.evidenceAge()))) {
                    alarm(evidence, item, login, slices).ifPresent(alarms::add);
                }
            }
        }
        return alarms;
    }

    private Optional<Alarm> alarm(SourceEvidence evidence, EvidenceItem item, Login login, List<Slice> slices) {
        long failures = failuresBefore(login, slices);
        Optional<Prefix> banned =
                verdicts.activeAt(Prefix.of(evidence.source()), login.last()).map(Ban::prefix);
        if (banned.isEmpty() && failures < settings.alarm().failures()) {
            return Optional.empty();
        }
        Alarm.Kind kind = banned.isPresent() ? Alarm.Kind.LOGIN_FROM_BANNED : Alarm.Kind.LOGIN_AFTER_FAILURES;
        return Optional.of(new Alarm(kind, evidence.source(), item.reporter().minion(), login, failures, banned));
    }

    /** Those that surely began before the login ended; of coarse evidence, those that ended before. */
    private long failuresBefore(Login login, List<Slice> slices) {
        AlarmMeasure measure = settings.alarm();
        long end = Slicing.bucket(login.last());
        long start = end - measure.window().toMinutes() + 1;
        return slices.stream()
                .filter(slice -> slice.start() >= start)
                .filter(slice -> slice.start() == slice.end()
                        ? !slice.first().isAfter(login.last())
                        : !slice.last().isAfter(login.last()))
                .mapToLong(slice -> slice.sums().failures())
                .sum();
    }
}
