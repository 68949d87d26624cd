package net.saltban.policy;

import java.util.Optional;
import java.util.stream.Stream;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;

/**
 * What is never banned.
 *
 * @param allowlist the operators' entries; they beat every other input
 * @param fleet addresses of the fleet itself: masters, minions seen from there, what the configuration protects
 */
public record Protection(PrefixSet allowlist, PrefixSet fleet) {
    private static final PrefixSet NEVER = prefixes("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::", "::1", "ff00::/8");

    /** Banned only if the configuration says {@code ban-private: true}. */
    private static final PrefixSet PRIVATE = prefixes(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "fc00::/7",
            "fe80::/10");

    /** Nothing but what is built in. */
    public static Protection none() {
        return new Protection(PrefixSet.empty(), PrefixSet.empty());
    }

    /** An entry of the allowlist or of the fleet that shares an address with a prefix: it must not be on the list. */
    public Optional<Exemption> entryOf(Prefix prefix) {
        return allowlist
                .overlapping(prefix)
                .map(entry -> new Exemption(Exemption.By.ALLOWLIST, entry))
                .or(() -> fleet.overlapping(prefix).map(entry -> new Exemption(Exemption.By.PROTECTED, entry)));
    }

    /** Why a machine must not ban a prefix; empty if it may. */
    public Optional<Exemption> exemption(Prefix prefix, PolicySettings settings) {
        return entryOf(prefix)
                .or(() -> NEVER.overlapping(prefix).map(entry -> new Exemption(Exemption.By.SCOPE, entry)))
                .or(() -> settings.banPrivate()
                        ? Optional.empty()
                        : PRIVATE.overlapping(prefix).map(entry -> new Exemption(Exemption.By.SCOPE, entry)))
                .or(() -> isTooWide(prefix, settings)
                        ? Optional.of(new Exemption(Exemption.By.WIDTH, prefix))
                        : Optional.empty());
    }

    private static boolean isTooWide(Prefix prefix, PolicySettings settings) {
        return prefix.length() < (prefix.address().isIpv4() ? settings.ipv4LengthMin() : settings.ipv6LengthMin());
    }

    private static PrefixSet prefixes(String... texts) {
        return PrefixSet.of(Stream.of(texts).map(Prefix::parse).toList());
    }
}
