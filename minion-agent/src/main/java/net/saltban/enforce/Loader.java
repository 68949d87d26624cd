package net.saltban.enforce;

import java.util.Optional;

import net.saltban.banfile.BanList;

/** Brings a plan into force by a back-end: by difference where our own record holds, otherwise as a whole; then reads back. */
final class Loader {
    private final Backend backend;
    private final Step.Listener steps;

    Loader(Backend backend, Step.Listener steps) {
        this.backend = backend;
        this.steps = steps;
    }

    /**
     * What loading came to.
     *
     * @param reading what is in force now: exactly what is expected
     * @param changed whether something had to be done
     * @param why what was done, one clause
     */
    record Loaded(Reading reading, boolean changed, String why) {}

    /**
     * Brings it into force.
     *
     * @throws BackendException also if afterwards something else is in force than was asked for
     */
    Loaded load(Plan plan, HeldState held) throws BackendException {
        BanList expected = plan.expected();
        Optional<BanList> recorded = held.applied()
                .filter(record -> record.backend().equals(backend.name().toString())
                        && record.form().equals(backend.form()))
                .flatMap(record -> held.loaded());
        boolean sameAsRecorded = recorded.equals(Optional.of(expected));
        if (recorded.isEmpty() || sameAsRecorded) {
            Reading reading = backend.read(expected);
            if (reading.isExactly(expected)) {
                return loaded(reading, false, plan.count() + " in force already");
            }
        }
        if (plan.off()) {
            backend.clear();
            return readBack(expected, "enforcement is off on this machine; nothing is refused");
        }
        if (recorded.isPresent() && !sameAsRecorded && backend.change(recorded.get(), expected)) {
            steps.done(Step.LOADED);
            Reading reading = backend.read(expected);
            if (reading.isExactly(expected)) {
                return loaded(reading, true, plan.count() + " in force, changed by difference");
            }
        }
        backend.replace(expected); // also where somebody else had changed what was in force
        return readBack(expected, plan.count() + " in force, loaded as a whole");
    }

    private Loaded readBack(BanList expected, String why) throws BackendException {
        steps.done(Step.LOADED);
        Reading reading = backend.read(expected);
        if (!reading.isExactly(expected)) {
            throw new BackendException(backend.name() + ": was told to bring " + expected
                    + " into force, but holds sha256 " + reading.sha256() + "; see 'saltban-agent status'");
        }
        return loaded(reading, true, why);
    }

    private Loaded loaded(Reading reading, boolean changed, String why) {
        steps.done(Step.READ_BACK);
        return new Loaded(reading, changed, why);
    }
}
