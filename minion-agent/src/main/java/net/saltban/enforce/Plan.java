package net.saltban.enforce;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.ProtectedFile;
import net.saltban.guard.Guard;
import net.saltban.guard.ListedPrefixes;
import net.saltban.guard.ProtectionSource;
import net.saltban.guard.Refusal;

/**
 * What should be in force: the list without what the guard refuses and what an operator let in; nothing while enforcement is
 * off.
 *
 * @param file the ban file that it comes from
 * @param refusals what the guard keeps out
 * @param released what an operator let in
 * @param off whether enforcement is off
 * @param expected what should be in force
 * @param notes what the guard could not find out
 */
record Plan(
        BanFile file, List<Refusal> refusals, Released released, boolean off, BanList expected, List<String> notes) {
    Plan {
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }

    /**
     * Asks the guard, unless enforcement is off.
     *
     * @param machine what this machine knows it must not refuse
     */
    static Plan make(BanFile file, ProtectedFile protectedFile, HeldState held, List<ProtectionSource> machine)
            throws IOException {
        if (held.off().isPresent()) {
            return new Plan(file, List.of(), held.released(), true, BanList.empty(), List.of());
        }
        List<ProtectionSource> sources = new ArrayList<>();
        sources.add(new ListedPrefixes(protectedFile.prefixes(), "on the protected list of the master"));
        sources.addAll(machine);
        Guard guard = Guard.of(sources);
        BanList list = file.list();
        List<Refusal> refusals = guard.refusals(list);
        BanList expected = list.minus(
                        BanList.of(refusals.stream().map(Refusal::prefix).toList()))
                .minus(held.released().entriesOf(list));
        return new Plan(file, refusals, held.released(), false, expected, guard.notes());
    }

    /** How many prefixes should be in force, in words. */
    String count() {
        return expected.size() == 1 ? "1 prefix" : expected.size() + " prefixes";
    }

    /** What to record once it is in force. */
    AppliedRecord record(Backend backend, Instant now) {
        int told = Math.min(refusals.size(), AppliedRecord.REFUSED_MAX);
        return new AppliedRecord(
                now.truncatedTo(ChronoUnit.SECONDS),
                backend.name().toString(),
                backend.form(),
                file.header().list(),
                file.header().generation(),
                file.header().sha256(),
                expected.sha256(),
                expected.size(),
                refusals.subList(0, told),
                refusals.size() - told,
                released.addresses(),
                off);
    }
}
