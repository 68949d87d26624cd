package net.saltban.push;

import java.util.List;

/**
 * What a minion says of its enforcement; the part of the status document (docs/ref/formats.md) that the aggregator uses. Every
 * text is safe to show.
 *
 * @param agent version of the agent
 * @param list the list that it obeys; empty before the first
 * @param generation of the ban file that it holds; 0 before the first
 * @param fileSha256 hash of the body of that file; empty before the first
 * @param expectedSha256 hash of what the kernel should hold
 * @param kernelSha256 hash of what the kernel holds
 * @param entries prefixes in the ban file
 * @param refused entries that its guard keeps out
 * @param refusedMore how many more there are
 * @param released addresses that an operator let in on that machine
 * @param off why enforcement is switched off there; empty while it is on
 * @param isOff whether it is
 * @param droppedPackets refused since its rules were loaded
 * @param backend {@code nftables}, {@code fail2ban} or {@code file}
 * @param mode {@code enforce} or {@code observe}
 */
public record MinionStatus(
        String agent,
        String list,
        long generation,
        String fileSha256,
        String expectedSha256,
        String kernelSha256,
        long entries,
        List<Refusal> refused,
        long refusedMore,
        List<String> released,
        boolean isOff,
        String off,
        long droppedPackets,
        String backend,
        String mode) {
    /**
     * An entry that the guard of a minion keeps out.
     *
     * @param prefix the entry
     * @param why the guard's reason
     */
    public record Refusal(String prefix, String why) {}

    /** Copies the lists. */
    public MinionStatus {
        refused = List.copyOf(refused);
        released = List.copyOf(released);
    }

    /** Whether the kernel holds other than it should; not while enforcement is off, or where nothing is read back. */
    public boolean isDrifting() {
        return !isOff && !kernelSha256.isEmpty() && !kernelSha256.equals(expectedSha256);
    }
}
