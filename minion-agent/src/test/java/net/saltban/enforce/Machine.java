package net.saltban.enforce;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.saltban.banfile.Delta;
import net.saltban.guard.ProtectionSource;

/** A machine for tests: a state folder, a back-end in memory, a guard that knows what it is told. */
final class Machine {
    final FakeBackend backend = new FakeBackend();
    final FakeBackend other = new FakeBackend();
    final List<ProtectionSource> guard = new ArrayList<>();
    final StateFolder folder;
    int entriesMax = 1000;
    Optional<UUID> list = Optional.empty();
    Optional<Step> killedBehind = Optional.empty();

    private final Path path;

    Machine(Path path) throws IOException {
        this.path = path;
        folder = new StateFolder(path);
        folder.create();
        other.name = BackendName.FAIL2BAN;
    }

    /** Stands for kill -9: nothing in the program handles it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    Path path() {
        return path;
    }

    EnforceSettings settings() {
        return new EnforceSettings(
                path,
                backend.name,
                Mode.ENFORCE,
                List.of(),
                "saltban",
                List.of(),
                entriesMax,
                list,
                List.of(),
                "0.1.0");
    }

    Enforcer enforcer() {
        return new Enforcer(
                settings(),
                name -> name == backend.name ? backend : other,
                guard,
                InstantSource.fixed(Instant.parse("2026-01-05T03:04:05.6Z")),
                step -> {
                    if (killedBehind.equals(Optional.of(step))) {
                        throw new Killed();
                    }
                });
    }

    Enforcer.Report apply(Delta delta) throws IOException {
        return enforcer().apply(delta, false, false);
    }

    /** The whole way of a push: apply, bring files in if they are needed, apply again. */
    Enforcer.Report push(Master master, Delta delta) throws IOException {
        Enforcer.Report report = apply(delta);
        if (report.outcome() instanceof ApplyOutcome.NeedsFiles) {
            master.bringFilesTo(path);
            return apply(delta);
        }
        return report;
    }

    Status status() throws IOException {
        return enforcer().status().read();
    }
}
