package net.saltban.policy;

import net.saltban.address.Prefix;

/**
 * Why a machine must not ban a prefix.
 *
 * @param by what forbids it
 * @param entry the entry that it meets; for {@link By#WIDTH} the prefix itself
 */
public record Exemption(By by, Prefix entry) {
    /** What forbids a ban. */
    public enum By {
        /** An operator's allowlist. */
        ALLOWLIST("the allowlist"),
        /** Addresses of the fleet itself. */
        PROTECTED("a protected address of the fleet"),
        /** Addresses that are nobody's, everybody's or one's own: loopback, multicast, private, link-local ... */
        SCOPE("the addresses that a machine never bans"),
        /** The prefix is wider than a machine may ban. */
        WIDTH("the widest prefix that a machine may ban");

        private final String words;

        By(String words) {
            this.words = words;
        }

        /** For messages. */
        public String words() {
            return words;
        }
    }

    /** For messages: {@code the allowlist (192.0.2.0/24)}. */
    @Override
    public String toString() {
        return by.words() + " (" + entry + ")";
    }
}
