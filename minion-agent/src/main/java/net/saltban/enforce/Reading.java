package net.saltban.enforce;

import java.util.OptionalLong;

import net.saltban.banfile.BanList;

/**
 * What a back-end says is in force.
 *
 * @param sha256 hash over the canonical lines of what is in force; {@link #UNLIKE} if a sample shows that it is not what is
 *     expected
 * @param sampled number of entries that were asked for one by one because there are too many to read; 0 if all were read
 * @param droppedPackets packets refused since the rules were loaded, or -1 if it cannot be told
 */
record Reading(String sha256, int sampled, long droppedPackets) {
    /** In place of a hash: something else than what is expected, too large to be read. */
    static final String UNLIKE = "0".repeat(64);

    /** Everything was read. */
    static Reading whole(BanList held, OptionalLong droppedPackets) {
        return new Reading(held.sha256(), 0, droppedPackets.orElse(-1));
    }

    /** A sample was asked for. */
    static Reading sample(BanList expected, int sampled, boolean complete) {
        return new Reading(complete ? expected.sha256() : UNLIKE, sampled, -1);
    }

    boolean isExactly(BanList expected) {
        return sha256.equals(expected.sha256());
    }
}
