package net.saltban.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import net.saltban.address.Prefix;

/**
 * Finds values by prefix: those that cover one, and those within one. A look-up costs one step for each length that occurs.
 *
 * @param <T> the values
 */
final class PrefixIndex<T> {
    private final NavigableMap<Prefix, List<T>> entries = new TreeMap<>();
    private final TreeSet<Integer> lengthsIpv4 = new TreeSet<>();
    private final TreeSet<Integer> lengthsIpv6 = new TreeSet<>();

    PrefixIndex(Collection<T> values, Function<T, Prefix> prefixOf) {
        for (T value : values) {
            Prefix prefix = prefixOf.apply(value);
            entries.computeIfAbsent(prefix, any -> new ArrayList<>()).add(value);
            (prefix.address().isIpv4() ? lengthsIpv4 : lengthsIpv6).add(prefix.length());
        }
    }

    /** Values whose prefix covers this one, the widest first. */
    List<T> covering(Prefix prefix) {
        List<T> found = new ArrayList<>();
        for (int length : prefix.address().isIpv4() ? lengthsIpv4 : lengthsIpv6) {
            if (length > prefix.length()) {
                break;
            }
            found.addAll(entries.getOrDefault(Prefix.covering(prefix.address(), length), List.of()));
        }
        return found;
    }

    /** Values whose prefix lies in this one or is this one, in order. */
    List<T> within(Prefix prefix) {
        return entries.subMap(prefix, true, Prefix.of(prefix.last()), true).values().stream()
                .flatMap(List::stream)
                .toList();
    }
}
