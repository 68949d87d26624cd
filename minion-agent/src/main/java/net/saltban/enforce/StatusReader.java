package net.saltban.enforce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.ProtectedFile;
import net.saltban.guard.ProtectionSource;

/** Says what is held, what should be in force, and what is. Changes nothing; what it cannot tell is among the problems. */
final class StatusReader {
    private final EnforceSettings settings;
    private final StateFolder folder;
    private final Enforcer.Backends backends;
    private final List<ProtectionSource> machine;

    StatusReader(
            EnforceSettings settings, StateFolder folder, Enforcer.Backends backends, List<ProtectionSource> machine) {
        this.settings = settings;
        this.folder = folder;
        this.backends = backends;
        this.machine = List.copyOf(machine);
    }

    /** What is so now. */
    Status read() throws IOException {
        HeldState held = HeldState.read(folder);
        List<String> problems = new ArrayList<>(held.problems());
        Optional<BanList> expected = expected(held, problems);
        Optional<Reading> reading = expected.isPresent() ? reading(expected.get(), problems) : Optional.empty();
        Optional<AppliedRecord> record = held.applied();
        return new Status(
                held.list(),
                held.generation(),
                held.file().map(file -> file.header().sha256()),
                held.file().map(file -> file.header().entries()).orElse(0L),
                expected.map(BanList::sha256)
                        .or(() -> record.map(AppliedRecord::loadedSha256))
                        .orElse(""),
                expected.map(list -> (long) list.size())
                        .or(() -> record.map(AppliedRecord::loadedEntries))
                        .orElse(0L),
                reading.map(Reading::sha256),
                reading.map(Reading::sampled).orElse(0),
                reading.map(Reading::droppedPackets).orElse(-1L),
                record.map(AppliedRecord::refused).orElse(List.of()),
                record.map(AppliedRecord::refusedMore).orElse(0L),
                held.released().addresses(),
                held.off(),
                problems);
    }

    /** What is so after a plan was brought into force. */
    Status of(Plan plan, AppliedRecord record, Reading reading, Optional<Off> off) {
        return new Status(
                Optional.of(plan.file().header().list()),
                plan.file().header().generation(),
                Optional.of(plan.file().header().sha256()),
                plan.file().header().entries(),
                plan.expected().sha256(),
                plan.expected().size(),
                Optional.of(reading.sha256()),
                reading.sampled(),
                reading.droppedPackets(),
                record.refused(),
                record.refusedMore(),
                plan.released().addresses(),
                off,
                plan.notes());
    }

    /** What should be in force; empty if that cannot be told because the ban file is damaged. */
    private Optional<BanList> expected(HeldState held, List<String> problems) {
        if (held.off().isPresent() || held.list().isEmpty()) {
            return Optional.of(BanList.empty());
        }
        if (held.current().isPresent() && held.loaded().isPresent()) {
            return held.loaded();
        }
        if (held.file().isEmpty()) {
            return Optional.empty();
        }
        BanFile file = held.file().get();
        try {
            ProtectedFile protectedFile = held.protectedFile().orElseGet(ProtectedFile::empty);
            return Optional.of(Plan.make(file, protectedFile, held, machine).expected());
        } catch (IOException e) {
            problems.add("the guard cannot tell what to keep out: " + Cause.text(e));
            return Optional.of(file.list());
        }
    }

    private Optional<Reading> reading(BanList expected, List<String> problems) {
        try {
            return Optional.of(backends.open(settings.backend()).read(expected));
        } catch (BackendException e) {
            problems.add(Cause.text(e));
            return Optional.empty();
        }
    }

    /**
     * Whether an address is banned, and refused.
     *
     * @param entries the entries of the list that it lies in, the widest first
     * @param enforced whether its connections are refused now
     * @param why one clause
     */
    record Answer(List<Prefix> entries, boolean enforced, String why) {}

    /** Asks for one address. */
    Answer ask(IpAddress address) throws IOException {
        HeldState held = HeldState.read(folder);
        BanFile file = held.file().orElse(null);
        if (file == null) {
            String why = held.problems().isEmpty() ? "no list was received yet" : String.join("; ", held.problems());
            return new Answer(List.of(), false, why);
        }
        List<Prefix> entries = file.list().containing(address);
        if (entries.isEmpty()) {
            return new Answer(entries, false, "is not in the list");
        }
        if (held.off().isPresent()) {
            return new Answer(entries, false, "is in the list, but enforcement is off on this machine");
        }
        if (held.released().contains(address)) {
            return new Answer(entries, false, "is in the list, but was released on this machine");
        }
        List<String> problems = new ArrayList<>();
        BanList expected = expected(held, problems).orElseGet(BanList::empty);
        if (expected.containing(address).isEmpty()) {
            return new Answer(entries, false, "is in the list, but kept out: " + whyKeptOut(held, entries));
        }
        boolean inForce = reading(expected, problems)
                .map(reading -> reading.isExactly(expected))
                .orElse(false);
        if (!inForce) {
            problems.add("what is in force differs from what should be; apply the list again");
            return new Answer(entries, false, "is in the list, but " + String.join("; ", problems));
        }
        return settings.mode() == Mode.OBSERVE
                ? new Answer(entries, false, "is in the list; mode observe counts its connections and lets them in")
                : new Answer(entries, true, "is in the list and refused");
    }

    private static String whyKeptOut(HeldState held, List<Prefix> entries) {
        return held.applied().map(AppliedRecord::refused).orElse(List.of()).stream()
                .filter(refusal -> entries.contains(refusal.prefix()))
                .map(refusal -> refusal.prefix() + " " + refusal.why())
                .findFirst()
                .orElse("an entry that covers it was released on this machine");
    }
}
