package net.saltban.aggregator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanFileHeader;
import net.saltban.evidence.ExchangeOutcome;
import net.saltban.evidence.MinionRecord;
import net.saltban.push.MinionDocuments;
import net.saltban.push.MinionStatus;

/**
 * How a minion stands to the list.
 *
 * @param minion what the store knows of it
 * @param status what it last said of itself, if it did and it can be read
 * @param wanted head of the ban file, if there is one
 * @param isMember whether the master still names it
 */
record MinionState(
        MinionRecord minion, Optional<MinionStatus> status, Optional<BanFileHeader> wanted, boolean isMember) {
    static List<MinionState> all(Installation installation, Optional<BanFile> file) throws IOException {
        Optional<SortedSet<String>> members = Members.read(
                        installation.stateDir(), installation.configuration().minions())
                .map(Members::ids);
        List<MinionState> states = new ArrayList<>();
        for (MinionRecord minion : installation.store().minions()) {
            boolean isMember = members.isEmpty() || members.get().contains(minion.minion());
            states.add(new MinionState(
                    minion, minion.status().flatMap(MinionState::parse), file.map(BanFile::header), isMember));
        }
        return states;
    }

    private static Optional<MinionStatus> parse(String json) {
        try {
            return Optional.of(MinionDocuments.status(json));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@code current}, {@code older}, {@code newer}, {@code other} or {@code none}. */
    String list() {
        if (status.isEmpty() || status.get().generation() == 0) {
            return "none";
        }
        if (wanted.isEmpty() || !status.get().list().equals(wanted.get().list().toString())) {
            return "other";
        }
        long difference = Long.compare(status.get().generation(), wanted.get().generation());
        if (difference == 0) {
            return status.get().fileSha256().equals(wanted.get().sha256()) ? "current" : "other";
        }
        return difference < 0 ? "older" : "newer";
    }

    /** {@code as expected}, {@code DIFFERS}, {@code observes}, {@code off} or {@code -}. */
    String kernel() {
        if (status.isEmpty()) {
            return "-";
        }
        if (status.get().isOff()) {
            return "off";
        }
        if (status.get().kernelSha256().isEmpty()) {
            return "-";
        }
        if (status.get().isDrifting()) {
            return "DIFFERS";
        }
        return status.get().mode().equals("observe") ? "observes" : "as expected";
    }

    long refused() {
        return status.map(said -> said.refused().size() + said.refusedMore()).orElse(0L);
    }

    /** Whether it was heard last time, holds the list, and its kernel does. */
    boolean isWell() {
        if (!isMember) {
            return true; // it is none of the fleet any more
        }
        boolean isHeard = minion.pull()
                .filter(outcome -> outcome.result() != ExchangeOutcome.Result.OK)
                .isEmpty();
        boolean isHolding = wanted.isEmpty() || list().equals("current");
        return isHeard && isHolding && !kernel().equals("DIFFERS") && !kernel().equals("off");
    }

    /** What an operator should know. */
    String note() {
        List<String> notes = new ArrayList<>();
        if (!isMember) {
            notes.add("gone: the master no longer names it");
        }
        minion.pull()
                .filter(outcome -> isMember && outcome.result() != ExchangeOutcome.Result.OK)
                .ifPresent(outcome -> notes.add(DeliveryText.word(outcome.result()) + ": " + outcome.why()));
        boolean isPushMissing = notes.isEmpty() && wanted.isPresent() && !list().equals("current");
        minion.push()
                .filter(outcome -> isPushMissing && outcome.result() != ExchangeOutcome.Result.OK)
                .ifPresent(outcome -> notes.add(DeliveryText.pushed(outcome)));
        status.filter(MinionStatus::isOff).ifPresent(said -> notes.add("switched off there: " + said.off()));
        status.filter(said -> !said.released().isEmpty())
                .ifPresent(said -> notes.add("released there: " + Wording.some(said.released(), 2)));
        return String.join("; ", notes);
    }
}
