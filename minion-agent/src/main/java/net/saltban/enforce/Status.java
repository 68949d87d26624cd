package net.saltban.enforce;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import net.saltban.address.IpAddress;
import net.saltban.guard.Refusal;

/**
 * What this machine holds, what should be in force, and what is.
 *
 * @param list the list obeyed
 * @param generation number of the ban file held, 0 before the first
 * @param fileSha256 hash of its body; empty where there is none, or it is damaged
 * @param entries its prefixes
 * @param expectedSha256 hash over what should be in force
 * @param expectedEntries prefixes that should be in force
 * @param kernelSha256 hash over what is in force; empty where that could not be told
 * @param sampled entries asked for one by one, where there are too many to read; else 0
 * @param droppedPackets packets refused since the rules were loaded, -1 where that cannot be told
 * @param refused what the guard keeps out
 * @param refusedMore how many more it keeps out
 * @param released what an operator let in
 * @param off whether an operator switched enforcement off
 * @param problems what is wrong, one sentence each
 */
record Status(
        Optional<UUID> list,
        long generation,
        Optional<String> fileSha256,
        long entries,
        String expectedSha256,
        long expectedEntries,
        Optional<String> kernelSha256,
        int sampled,
        long droppedPackets,
        List<Refusal> refused,
        long refusedMore,
        List<IpAddress> released,
        Optional<Off> off,
        List<String> problems) {
    Status {
        refused = List.copyOf(refused);
        released = List.copyOf(released);
        problems = List.copyOf(problems);
    }

    /** Whether something else is known to be in force than should be. */
    boolean isDrifting() {
        return kernelSha256.isPresent() && !kernelSha256.get().equals(expectedSha256);
    }
}
