package net.saltban.enforce;

import java.util.Optional;
import java.util.UUID;

import net.saltban.banfile.BanFileHeader;
import net.saltban.banfile.Delta;

/** Why a delta is not obeyed, whatever its prefixes are. */
final class Objection {
    private Objection() {}

    /**
     * The objection, one sentence; empty if there is none.
     *
     * @param configured the only list that the configuration allows
     * @param force whether an operator means it: then going back, and another list, are obeyed
     */
    static Optional<String> to(Delta delta, Optional<UUID> configured, HeldState held, boolean force) {
        if (configured.isPresent()) {
            if (!configured.get().equals(delta.list())) {
                return Optional.of("the delta is of list " + delta.list() + ", but this machine obeys only "
                        + configured.get() + " (list: in agent.yaml)");
            }
        } else if (isOfOtherList(delta, held) && !force) {
            return Optional.of("the delta is of list " + delta.list() + ", but this machine obeys "
                    + held.list().map(UUID::toString).orElse("") + "; write list: " + delta.list()
                    + " into agent.yaml, or apply with --force");
        }
        if (!held.blockers().isEmpty()) {
            return Optional.of(String.join("; ", held.blockers()));
        }
        return force || isOfOtherList(delta, held) ? Optional.empty() : toGeneration(delta, held);
    }

    private static boolean isOfOtherList(Delta delta, HeldState held) {
        return held.list().map(list -> !list.equals(delta.list())).orElse(false);
    }

    private static Optional<String> toGeneration(Delta delta, HeldState held) {
        if (delta.generation() < held.generation()) {
            return Optional.of("the delta is of generation " + delta.generation() + ", older than generation "
                    + held.generation() + " that is held here; apply with --force if going back is meant");
        }
        return held.file()
                .map(file -> file.header())
                .filter(header -> header.generation() == delta.generation())
                .map(BanFileHeader::sha256)
                .filter(sha256 -> !sha256.equals(delta.sha256()))
                .map(sha256 -> "generation " + delta.generation() + " is held here with other prefixes (sha256 "
                        + sha256 + ", announced " + delta.sha256() + "); apply with --force if that is meant");
    }
}
