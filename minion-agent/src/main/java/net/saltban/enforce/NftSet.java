package net.saltban.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;

/**
 * The set of all prefixes of one family and length: a plain set of first addresses, asked with the source address masked to the
 * length. Lookups, additions and removals take the same time however many there are, and prefixes that cover one another do
 * not disturb one another, which an interval set forbids.
 *
 * @param ipv4 the family
 * @param length of the prefixes
 */
record NftSet(boolean ipv4, int length) {
    private static final Pattern NAME = Pattern.compile("ipv([46])_([1-9][0-9]{0,2})");
    private static final int ELEMENTS_MIN = 4096;

    /** The sets that are always there, and those that a list needs besides. */
    static List<NftSet> of(BanList list) {
        List<NftSet> sets = new ArrayList<>();
        addAll(sets, true, list.lengths(true), 32);
        addAll(sets, false, list.lengths(false), 64, 128);
        return sets;
    }

    private static void addAll(List<NftSet> into, boolean ipv4, int[] lengths, int... always) {
        java.util.TreeSet<Integer> all = new java.util.TreeSet<>();
        for (int length : lengths) {
            all.add(length);
        }
        for (int length : always) {
            all.add(length);
        }
        all.descendingSet().forEach(length -> into.add(new NftSet(ipv4, length)));
    }

    static NftSet of(Prefix prefix) {
        return new NftSet(prefix.address().isIpv4(), prefix.length());
    }

    /** The set of a name; empty if the name is none of ours. */
    static Optional<NftSet> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean ipv4 = matcher.group(1).equals("4");
        int length = Integer.parseInt(matcher.group(2));
        return length <= (ipv4 ? 32 : 128) ? Optional.of(new NftSet(ipv4, length)) : Optional.empty();
    }

    String name() {
        return (ipv4 ? "ipv4_" : "ipv6_") + length;
    }

    String type() {
        return ipv4 ? "ipv4_addr" : "ipv6_addr";
    }

    /** Room for so many and a quarter more. The kernel lays the table out by it, and accepts no more than it says. */
    static long size(long count) {
        return Math.max(ELEMENTS_MIN, count + count / 4);
    }

    /** The expression that a rule looks up. */
    String key() {
        String source = ipv4 ? "ip saddr" : "ip6 saddr";
        return length == (ipv4 ? 32 : 128) ? source : source + " & " + mask();
    }

    private IpAddress mask() {
        IpAddress ones = ipv4 ? IpAddress.ofIpv4(-1) : new IpAddress(-1, -1);
        return Prefix.covering(ones, length).address();
    }

    /** The prefix that an element stands for; empty if host bits are set, since such an element never matches. */
    Optional<Prefix> prefix(String element) {
        return IpAddress.tryParse(element)
                .filter(address -> address.isIpv4() == ipv4)
                .map(address -> Prefix.covering(address, length))
                .filter(prefix -> prefix.address().toString().equals(element));
    }
}
