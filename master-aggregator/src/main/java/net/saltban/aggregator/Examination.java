package net.saltban.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import net.saltban.aggregator.DoctorCommand.Finding;
import net.saltban.banfile.BanFile;
import net.saltban.config.Configuration;
import net.saltban.evidence.Counts;
import net.saltban.evidence.MinionRecord;
import net.saltban.policy.Mode;
import net.saltban.problem.ProblemsException;
import net.saltban.push.ListFolder;
import net.saltban.push.ReleasedList;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;
import net.saltban.saltapi.SaltApiFault;
import net.saltban.saltapi.SaltApiSettings;
import net.saltban.saltapi.Target;

/** The looks that {@code doctor} takes; each tells one thing, and none changes anything. */
final class Examination {
    /** An id that no minion has: salt-api checks the grant before it looks for minions. */
    private static final Target NOBODY = Target.ofIds(List.of("saltban.doctor.no-such-minion"));

    private static final String NO_JID = "20000101000000000000";
    private static final Duration CYCLE_AGE_MAX = Duration.ofHours(1);

    private final Surroundings surroundings;
    private final Path configFile;
    private final Path stateDir;
    private final List<Finding> findings = new ArrayList<>();

    Examination(Surroundings surroundings, Path configFile, Path stateDir) {
        this.surroundings = surroundings;
        this.configFile = configFile;
        this.stateDir = stateDir;
    }

    List<Finding> run() {
        try (Installation installation = Installation.open(surroundings, configFile, stateDir)) {
            ok(configFile + ": no problems");
            folders();
            Optional<ReleasedList> list = store(installation);
            saltApi(installation, list);
            minions(installation);
        } catch (Failure failure) {
            problem(failure.status(), String.valueOf(failure.getMessage()));
        } catch (ProblemsException problems) {
            problems.problems().forEach(problem -> problem(ExitStatus.CONFIGURATION, problem.toString()));
        } catch (IOException e) {
            problem(ExitStatus.IO, String.valueOf(e.getMessage()));
        }
        return List.copyOf(findings);
    }

    private void folders() throws IOException {
        for (Path folder : List.of(stateDir, stateDir.resolve("snapshots"))) {
            if (!Files.isDirectory(folder)) {
                note(folder + ": not there yet; the first push makes it");
                continue;
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
            if (mode.contains(PosixFilePermission.OTHERS_WRITE) || mode.contains(PosixFilePermission.GROUP_WRITE)) {
                problem(
                        ExitStatus.PERMISSION,
                        folder + ": others can write here (" + PosixFilePermissions.toString(mode) + "); chmod 750 "
                                + folder);
            } else {
                ok(folder + ": only its owner writes here");
            }
        }
    }

    private Optional<ReleasedList> store(Installation installation) throws IOException {
        Counts counts = installation.store().counts();
        ok("evidence: " + Wording.count(counts.findings(), "finding") + " of "
                + Wording.count(counts.sources(), "source") + ", " + Wording.count(counts.bans(), "ban"));
        if (installation.store().mode() == Mode.OBSERVE) {
            note("mode observe: bans are proposed and nothing is added to the list; look at saltban bans, then: saltban"
                    + " mode enforce --bans "
                    + Delivery.listed(installation.store(), installation.protection(), surroundings)
                            .size());
        } else {
            ok("mode enforce");
        }
        if (counts.held() > 0) {
            note(Wording.count(counts.held(), "ban waits", "bans wait") + " for an operator: saltban review");
        }
        if (counts.alarms() > 0) {
            problem(
                    ExitStatus.DATA,
                    Wording.count(counts.alarms(), "alarm") + " that nobody has looked at: saltban alarms");
        }
        ListFolder folder = new ListFolder(stateDir);
        try {
            Optional<BanFile> file = new Delivery(surroundings, installation, CycleStep.Listener.none()).readBanFile();
            file.ifPresent(
                    present -> ok(folder.path() + ": list " + present.header().generation() + " with "
                            + Wording.count(present.header().entries(), "ban")));
            return file.isPresent() ? folder.released(file.get()) : Optional.empty();
        } catch (Failure failure) {
            problem(failure.status(), String.valueOf(failure.getMessage()));
            return Optional.empty();
        }
    }

    private void saltApi(Installation installation, Optional<ReleasedList> list) throws IOException {
        SaltApiSettings settings = installation.configuration().saltApi();
        if (settings.url().getScheme().equals("http") && !SaltApiSettings.isLoopback(settings.url())) {
            note(settings.shownUrl() + ": password and token go over the network unencrypted; use https");
        }
        try (SaltApi api = installation.openSaltApi()) {
            try {
                api.login();
            } catch (SaltApiException fault) {
                problem(fault); // everything else would say the same again
                return;
            }
            ok(settings.shownUrl() + ": user " + settings.user() + " can log in");
            for (String function : List.of("saltban.findings", "saltban.apply", "saltban.status")) {
                granted(function, () -> api.publish(function, NOBODY, Map.of()));
            }
            granted("saltban.returns", () -> api.returns(NO_JID, Set.of(), false));
            if (list.isPresent()) {
                published(api, list.get());
            } else {
                granted("saltban.publish", () -> api.publishSnapshot("1-0000000000000000.data"));
            }
        } catch (ProblemsException problems) {
            problems.problems().forEach(problem -> problem(ExitStatus.CONFIGURATION, problem.toString()));
        } catch (Failure failure) {
            problem(failure.status(), String.valueOf(failure.getMessage()));
        }
    }

    /** A call that does nothing; the runner's refusal of its arguments shows that it is there and may be called. */
    private interface Call {
        void run() throws SaltApiException;
    }

    private void granted(String function, Call call) {
        try {
            call.run();
            ok(function + ": granted");
        } catch (SaltApiException fault) {
            if (fault.fault() == SaltApiFault.RUNNER_REFUSED) {
                ok(function + ": granted");
            } else {
                problem(fault);
            }
        }
    }

    /** Publishing what is published changes nothing. */
    private void published(SaltApi api, ReleasedList list) {
        try {
            api.publishSnapshot(list.name().dataName());
            ok("saltban.publish: granted, and list " + list.generation() + " is on the file server");
        } catch (SaltApiException fault) {
            problem(fault);
        }
    }

    private void minions(Installation installation) throws IOException {
        Configuration configuration = installation.configuration();
        List<MinionState> states = MinionState.all(installation, new ListFolder(stateDir).readWhole());
        Instant now = surroundings.now();
        Optional<Instant> newest = states.stream()
                .map(MinionState::minion)
                .map(MinionRecord::lastReport)
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
        if (newest.isEmpty()) {
            note("no minion has reported yet: saltban collect");
        } else if (Duration.between(newest.get(), now).compareTo(CYCLE_AGE_MAX) > 0) {
            problem(
                    ExitStatus.PARTIAL,
                    "the last report came " + Wording.age(Duration.between(newest.get(), now))
                            + " ago; is cron running saltban collect (/etc/cron.d/saltban)?");
        } else {
            ok("the last report came " + Wording.age(Duration.between(newest.get(), now)) + " ago");
        }
        for (MinionState state : states) {
            if (state.isMember()) {
                minion(state, configuration, now);
            }
        }
    }

    private void minion(MinionState state, Configuration configuration, Instant now) {
        MinionRecord minion = state.minion();
        boolean isSilent = minion.lastReport()
                .filter(at -> Duration.between(at, now)
                                .compareTo(configuration.collect().silentAfter())
                        <= 0)
                .isEmpty();
        if (isSilent) {
            problem(
                    ExitStatus.PARTIAL,
                    minion.minion() + ": reported "
                            + minion.lastReport()
                                    .map(at -> Wording.age(Duration.between(at, now)) + " ago")
                                    .orElse("never")
                            + (state.note().isEmpty()
                                    ? "; see salt " + minion.minion() + " saltban.status"
                                    : "; " + state.note()));
        } else if (!state.isWell()) {
            problem(
                    ExitStatus.PARTIAL,
                    minion.minion() + ": list " + state.list() + ", kernel " + state.kernel()
                            + (state.note().isEmpty() ? "" : "; " + state.note()) + "; see saltban minions");
        }
        if (minion.clockOffset().abs().compareTo(configuration.policy().clockOffsetMax()) > 0) {
            problem(
                    ExitStatus.PARTIAL,
                    minion.minion() + ": its clock is "
                            + Wording.age(minion.clockOffset().abs())
                            + (minion.clockOffset().isNegative() ? " slow" : " fast") + "; set it");
        }
    }

    private void ok(String text) {
        findings.add(Finding.ok(text));
    }

    private void note(String text) {
        findings.add(Finding.note(text));
    }

    private void problem(ExitStatus status, String text) {
        findings.add(Finding.problem(status, text));
    }

    private void problem(SaltApiException fault) {
        Failure failure = Failure.of(fault);
        problem(failure.status(), String.valueOf(failure.getMessage()));
    }
}
