package net.saltban.guard;

import net.saltban.address.Prefix;

/**
 * Addresses that are never the far end of a connection, or without which IPv6 itself stops: refusing them can only harm. The
 * whole of an address family is covered with them.
 */
final class NeverPeers implements ProtectionSource {
    @Override
    public void collect(Protections into) {
        into.add(Prefix.parse("127.0.0.0/8"), "the loopback");
        into.add(Prefix.parse("::1"), "the loopback");
        into.add(Prefix.parse("0.0.0.0/8"), "no address of a peer");
        into.add(Prefix.parse("::"), "no address of a peer");
        into.add(Prefix.parse("224.0.0.0/3"), "multicast or reserved");
        into.add(Prefix.parse("ff00::/8"), "multicast");
        into.add(Prefix.parse("fe80::/10"), "link-local, by which IPv6 finds its neighbours");
    }
}
