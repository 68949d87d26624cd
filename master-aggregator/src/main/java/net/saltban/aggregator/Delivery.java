package net.saltban.aggregator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.DamagedFileException;
import net.saltban.banfile.Delta;
import net.saltban.banfile.ProtectedFile;
import net.saltban.config.PushSettings;
import net.saltban.evidence.EvidenceStore;
import net.saltban.evidence.ExchangeOutcome;
import net.saltban.evidence.MinionRecord;
import net.saltban.policy.Mode;
import net.saltban.policy.Protection;
import net.saltban.push.ListFolder;
import net.saltban.push.MinionDocuments;
import net.saltban.push.MinionStatus;
import net.saltban.push.Push;
import net.saltban.push.PushOutcome;
import net.saltban.push.ReleasedList;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;

/**
 * Merges the bans of the store into the ban file and brings that to the minions. Whoever calls holds the lock.
 *
 * <p>Each part looks at what is there and does what is missing, so that a run that was interrupted anywhere is completed by the
 * next: a ban file that is not what the store says is replaced, a snapshot that is not published is published, a minion that
 * does not hold the newest state is pushed to.
 *
 * <p>In the mode {@code observe} nothing is added to the list. What is unbanned or allowed still leaves it, since letting people in
 * again must not wait for a mode.
 */
final class Delivery {
    private final Surroundings surroundings;
    private final Installation installation;
    private final EvidenceStore store;
    private final ListFolder folder;
    private final CycleStep.Listener listener;
    private BanList salvaged = BanList.empty();

    Delivery(Surroundings surroundings, Installation installation, CycleStep.Listener listener) {
        this.surroundings = surroundings;
        this.installation = installation;
        this.store = installation.store();
        this.folder = new ListFolder(installation.stateDir());
        this.listener = listener;
    }

    /**
     * Merges and pushes.
     *
     * @param members the fleet
     * @param silent minions that gave no answer a moment ago
     */
    DeliveryReport run(SaltApi api, SortedSet<String> members, Set<String> silent)
            throws IOException, SaltApiException, InterruptedException, Failure {
        Optional<BanFile> before = readBanFile();
        Optional<ReleasedList> merged = merge(before);
        if (merged.isEmpty()) {
            return DeliveryReport.nothing();
        }
        ReleasedList list = merged.get();
        boolean isNew =
                before.isEmpty() || !before.get().header().equals(list.file().header());
        DeliveryReport report = new DeliveryReport(list, isNew);
        if (!folder.isPublished(list.name())) {
            api.publishSnapshot(list.name().dataName());
            folder.markPublished(list.name());
            listener.reached(CycleStep.SNAPSHOT_PUBLISHED);
        }
        SortedSet<String> behind = behind(list, members);
        if (!isNew) {
            behind.removeAll(silent); // they were told before, and get it from the file server when they come back
        }
        if (!behind.isEmpty()) {
            Delta delta = isNew && before.isPresent() ? list.deltaFrom(before.get()) : list.deltaWithoutBase();
            push(api, list, delta, behind, silent, report);
        }
        return report;
    }

    /** For the mode {@code observe} where there is no ban file: what the lost one held. */
    void salvage(BanList list) {
        salvaged = list;
    }

    /** The ban file; damage, or a file of another list, stops everything behind it. */
    Optional<BanFile> readBanFile() throws IOException, Failure {
        Optional<BanFile> file;
        try {
            file = folder.read();
        } catch (DamagedFileException e) {
            throw new Failure(
                    ExitStatus.DATA,
                    e.getMessage() + "; the file is kept and nothing is pushed; saltban rebuild shows how it differs"
                            + " from the evidence and mends it");
        }
        UUID list = store.listId();
        if (file.isPresent() && !file.get().header().list().equals(list)) {
            throw new Failure(
                    ExitStatus.DATA,
                    folder.path() + ":2: this is the list "
                            + file.get().header().list() + ", but the evidence beside it"
                            + " belongs to the list " + list + "; the file is kept and nothing is pushed; put back the"
                            + " evidence.db that belongs to it, or see saltban rebuild");
        }
        return file;
    }

    /** The list as the store has it now: the present state if nothing changed, otherwise a new one; empty if there is none. */
    private Optional<ReleasedList> merge(Optional<BanFile> before) throws IOException {
        Protection protection = installation.protection();
        Optional<BanList> wanted = wanted(before, protection);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        ProtectedFile protectedFile = ProtectedFile.of(protection.allowlist().union(protection.fleet()));
        if (before.isPresent() && before.get().header().generation() == store.generation()) {
            Optional<ReleasedList> present = folder.released(before.get());
            if (present.isPresent()
                    && before.get().list().equals(wanted.get())
                    && present.get().protectedFile().equals(protectedFile)) {
                return present;
            }
        }
        long generation = store.nextGeneration(surroundings.now());
        ReleasedList list = new ReleasedList(BanFile.of(store.listId(), generation, wanted.get()), protectedFile);
        folder.release(list, () -> listener.reached(CycleStep.SNAPSHOT_WRITTEN));
        listener.reached(CycleStep.BAN_FILE_WRITTEN);
        return Optional.of(list);
    }

    private Optional<BanList> wanted(Optional<BanFile> before, Protection protection) throws IOException {
        BanList bans = listed(store, protection, surroundings);
        if (store.mode() == Mode.ENFORCE) {
            return Optional.of(bans);
        }
        BanList present = before.map(BanFile::list).orElse(salvaged);
        if (before.isEmpty() && salvaged.isEmpty()) {
            return Optional.empty();
        }
        List<Prefix> stay = new ArrayList<>();
        for (Prefix prefix : present) {
            if (!bans.covering(prefix).isEmpty()) {
                stay.add(prefix);
            }
        }
        return Optional.of(BanList.of(stay));
    }

    /** The bans of the store that may be on a list. */
    static BanList listed(EvidenceStore store, Protection protection, Surroundings surroundings) throws IOException {
        return BanList.of(store.banned(surroundings.now()).toList().stream()
                .filter(prefix -> protection.entryOf(prefix).isEmpty())
                .toList());
    }

    /** Members that do not say that they hold this state, in file and kernel. */
    private SortedSet<String> behind(ReleasedList list, SortedSet<String> members) throws IOException {
        SortedSet<String> behind = new TreeSet<>(members);
        for (MinionRecord minion : store.minions()) {
            if (minion.status().isPresent() && isHeldBy(list, minion.status().get())) {
                behind.remove(minion.minion());
            }
        }
        return behind;
    }

    private static boolean isHeldBy(ReleasedList list, String status) {
        try {
            MinionStatus said = MinionDocuments.status(status);
            return list.isHeldBy(said) && !said.isDrifting();
        } catch (IOException e) {
            return false; // what cannot be read says nothing
        }
    }

    private void push(
            SaltApi api,
            ReleasedList list,
            Delta delta,
            SortedSet<String> behind,
            Set<String> silent,
            DeliveryReport report)
            throws SaltApiException, InterruptedException, IOException {
        PushSettings settings = installation.configuration().push();
        Push push = new Push(api, surroundings.clock(), surroundings.pause(), settings.timeout(), settings.jitter());
        push.run(list, delta, behind, silent, new Push.Sink() {
            @Override
            public void asked() {
                listener.reached(CycleStep.APPLY_ASKED);
            }

            @Override
            public void accept(String minion, PushOutcome outcome) throws IOException {
                ExchangeOutcome exchange = exchange(outcome);
                store.recordPush(minion, exchange, outcome.answer().map(PushOutcome.Answer::json));
                report.outcomes().put(minion, exchange);
                listener.reached(CycleStep.APPLY_STORED);
            }
        });
    }

    private ExchangeOutcome exchange(PushOutcome outcome) {
        return outcome.match(
                holds -> new ExchangeOutcome(ExchangeOutcome.Result.OK, "", surroundings.now()),
                unreachable ->
                        new ExchangeOutcome(ExchangeOutcome.Result.UNREACHABLE, unreachable.why(), surroundings.now()),
                refused -> new ExchangeOutcome(ExchangeOutcome.Result.REFUSED, refused.why(), surroundings.now()),
                failed -> new ExchangeOutcome(ExchangeOutcome.Result.FAILED, failed.why(), surroundings.now()));
    }
}
