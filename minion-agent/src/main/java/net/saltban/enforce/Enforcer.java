package net.saltban.enforce;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.Delta;
import net.saltban.banfile.ProtectedFile;
import net.saltban.guard.ProtectionSource;

/** Brings a list into force, so that a crash at any point is repaired by the next run. The caller holds the lock. */
final class Enforcer {
    private final EnforceSettings settings;
    private final StateFolder folder;
    private final Backends backends;
    private final List<ProtectionSource> machine;
    private final InstantSource clock;
    private final Step.Listener steps;
    private final StatusReader status;

    /**
     * With everything it needs.
     *
     * @param machine what this machine knows it must not refuse
     * @param steps hears of each step
     */
    Enforcer(
            EnforceSettings settings,
            Backends backends,
            List<ProtectionSource> machine,
            InstantSource clock,
            Step.Listener steps) {
        this.settings = settings;
        this.folder = new StateFolder(settings.folder());
        this.backends = backends;
        this.machine = List.copyOf(machine);
        this.clock = clock;
        this.steps = steps;
        this.status = new StatusReader(settings, folder, backends, machine);
    }

    /** Where back-ends come from: opening one looks for its program. */
    interface Backends {
        Backend open(BackendName name) throws BackendException;
    }

    /** An outcome with the state after it. */
    record Report(ApplyOutcome outcome, Status status) {}

    /** Says what is held, what should be in force, and what is. */
    StatusReader status() {
        return status;
    }

    /**
     * Brings what a delta announces into force.
     *
     * @param force obey also an older generation, and another list
     * @param test only say what would be done
     */
    Report apply(Delta delta, boolean force, boolean test) throws IOException {
        HeldState held = HeldState.read(folder);
        Optional<String> objection = Objection.to(delta, settings.list(), held, force);
        if (objection.isPresent()) {
            return new Report(new ApplyOutcome.Refused(objection.get()), status.read());
        }
        return Acquisition.of(folder, held, delta)
                .match(
                        complete -> apply(complete, held, test),
                        missing -> new Report(needsFiles(missing, held), status.read()),
                        unfit -> new Report(unfit(unfit, test), status.read()));
    }

    private static ApplyOutcome needsFiles(Acquired.Missing missing, HeldState held) {
        String why = held.problems().isEmpty()
                ? "this machine holds something else than the delta starts from"
                : String.join("; ", held.problems());
        return new ApplyOutcome.NeedsFiles(why, missing.names());
    }

    private ApplyOutcome unfit(Acquired.Unfit unfit, boolean test) throws IOException {
        if (!test) {
            folder.emptyIncoming(); // what does not fit is not tried again
        }
        return new ApplyOutcome.Refused(unfit.why());
    }

    private Report apply(Acquired.Complete complete, HeldState held, boolean test) throws IOException {
        BanFile file = complete.file();
        if (file.list().size() > settings.entriesMax()) {
            String why = "the list has " + file.list().size() + " entries, more than enforce.max-entries ("
                    + settings.entriesMax() + "); raise it, or keep the list shorter";
            return new Report(new ApplyOutcome.Refused(why), status.read());
        }
        steps.done(Step.ACQUIRED);
        Plan plan = Plan.make(file, complete.protectedFile(), held, machine);
        steps.done(Step.GUARDED);
        boolean filesChange = !held.file().equals(Optional.of(file))
                || !held.protectedFile().equals(Optional.of(complete.protectedFile()));
        Backend backend = backends.open(settings.backend());
        if (test) {
            return new Report(wouldBe(plan, backend, filesChange), status.read());
        }
        Loader.Loaded loaded = new Loader(backend, steps).load(plan, held);
        if (filesChange) {
            write(complete, held);
        }
        AppliedRecord applied = record(plan, held, backend);
        folder.emptyIncoming();
        ApplyOutcome outcome = loaded.changed() || filesChange
                ? new ApplyOutcome.Applied(loaded.why())
                : new ApplyOutcome.Unchanged(loaded.why());
        return new Report(outcome, status.of(plan, applied, loaded.reading(), held.off()));
    }

    private static ApplyOutcome wouldBe(Plan plan, Backend backend, boolean filesChange) throws BackendException {
        boolean inForce = backend.read(plan.expected()).isExactly(plan.expected());
        return inForce && !filesChange
                ? new ApplyOutcome.Unchanged(plan.count() + " in force already")
                : new ApplyOutcome.Applied(plan.count() + " would be in force");
    }

    private void write(Acquired.Complete complete, HeldState held) throws IOException {
        complete.protectedFile().write(folder.protectedFile());
        steps.done(Step.PROTECTED_WRITTEN);
        if (held.file().isEmpty()) {
            folder.keepDamagedBanFile();
        }
        complete.file().write(folder.banFile());
        steps.done(Step.BAN_FILE_WRITTEN);
    }

    private AppliedRecord record(Plan plan, HeldState held, Backend backend) throws IOException {
        AppliedRecord record = plan.record(backend, clock.instant());
        if (held.applied().map(record::saysTheSameAs).orElse(false)) {
            return record;
        }
        for (BackendName name : BackendName.values()) {
            boolean former = held.applied()
                    .map(old -> old.backend().equals(name.toString()))
                    .orElse(false);
            if (former && name != backend.name()) {
                backends.open(name).clear(); // the configuration names another one now
            }
        }
        AppliedJson.write(record, folder.applied());
        steps.done(Step.RECORDED);
        return record;
    }

    /** Switches enforcement off. That is written first: it lasts, whatever happens next. */
    void switchOff(String reason) throws IOException {
        new Off(clock.instant(), reason).write(folder.off());
        backends.open(settings.backend()).clear();
        HeldState held = HeldState.read(folder);
        if (held.file().isPresent()) {
            enforce(held);
        }
    }

    /** Switches enforcement on again, and brings the list that is held into force. */
    void switchOn() throws IOException {
        Files.deleteIfExists(folder.off());
        enforceHeld();
    }

    /** Lets an address in, and brings what remains into force. */
    void release(IpAddress address) throws IOException {
        Released released = Released.read(folder.released());
        if (!released.contains(address) && released.addresses().size() == Released.MAX) {
            throw new IOException(folder.released() + ": holds " + Released.MAX
                    + " addresses already; end some, or put them on the master's allowlist");
        }
        released.with(address).write(folder.released());
        enforceHeld();
    }

    /** Ends letting an address in. */
    void endRelease(IpAddress address) throws IOException {
        Released.read(folder.released()).without(address).write(folder.released());
        enforceHeld();
    }

    private void enforceHeld() throws IOException {
        HeldState held = HeldState.read(folder);
        if (!held.blockers().isEmpty()
                || held.file().isEmpty() && !held.problems().isEmpty()) {
            throw new IOException(String.join("; ", held.problems())
                    + "; what is in force stays until a push or state.apply repairs this");
        }
        if (held.file().isPresent()) { // else nothing was received yet
            enforce(held);
        }
    }

    private void enforce(HeldState held) throws IOException {
        ProtectedFile protectedFile = held.protectedFile().orElseGet(ProtectedFile::empty);
        Plan plan = Plan.make(held.file().orElseThrow(), protectedFile, held, machine);
        Backend backend = backends.open(settings.backend());
        new Loader(backend, steps).load(plan, held);
        record(plan, held, backend);
    }
}
