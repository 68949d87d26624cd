package net.saltban.aggregator;

import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.policy.Exemption;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Protection;

/**
 * What speaks against a ban that an operator asks for. Allowlists and addresses of the fleet always do, and addresses that can be
 * no peer; private addresses and wide prefixes until the operator insists.
 *
 * @param protection what is never banned
 * @param settings how wide a machine may ban, and whether private addresses
 * @param force whether the operator insists
 */
record Objections(Protection protection, PolicySettings settings, boolean force) {
    private static final PrefixSet NO_PEER = PrefixSet.of(
            Prefix.parse("0.0.0.0/8"),
            Prefix.parse("127.0.0.0/8"),
            Prefix.parse("224.0.0.0/3"),
            Prefix.parse("::/127"),
            Prefix.parse("ff00::/8"));

    /** Why not; empty if nothing speaks against it. */
    Optional<String> to(Prefix prefix) {
        Optional<Exemption> exemption = protection.exemption(prefix, settings);
        if (exemption.isEmpty()) {
            return Optional.empty();
        }
        return switch (exemption.get().by()) {
            case ALLOWLIST ->
                Optional.of("it meets " + exemption.get() + "; take that entry off first, by saltban allow --end "
                        + exemption.get().entry() + ", or in the configuration");
            case PROTECTED -> Optional.of("it meets " + exemption.get() + "; minions would refuse it");
            case SCOPE, WIDTH -> scopeOrWidth(prefix, exemption.get());
        };
    }

    private Optional<String> scopeOrWidth(Prefix prefix, Exemption exemption) {
        Optional<Prefix> noPeer = NO_PEER.overlapping(prefix);
        if (noPeer.isPresent()) {
            return Optional.of("it meets " + noPeer.get() + ", which is never the far end of a connection");
        }
        return force ? Optional.empty() : Optional.of("it meets " + exemption + "; add --force if you mean it");
    }
}
