package net.saltban.guard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;

/**
 * Says which entries of a list must not be enforced on this machine now. An entry that shares as much as one address with a
 * protected prefix is kept out as a whole; it comes in when the reason has gone, since each apply asks anew.
 */
public final class Guard {
    private final List<Protection> protections;
    private final List<String> notes;

    private Guard(List<Protection> protections, List<String> notes) {
        this.protections = protections;
        this.notes = notes;
    }

    /** A guard that knows what its sources know now, and the addresses that are never a peer. */
    public static Guard of(List<ProtectionSource> sources) throws IOException {
        Protections found = new Protections();
        new NeverPeers().collect(found);
        for (ProtectionSource source : sources) {
            source.collect(found);
        }
        return new Guard(found.found(), found.notes());
    }

    /** What could not be found out, for an operator. */
    public List<String> notes() {
        return notes;
    }

    /** The entries to keep out, ascending, each with its first reason. */
    public List<Refusal> refusals(BanList list) {
        Map<Prefix, String> reasons = new LinkedHashMap<>();
        for (Protection protection : protections) {
            for (Prefix entry : list.covering(protection.prefix())) {
                reasons.putIfAbsent(entry, reason(entry, protection));
            }
            for (Prefix entry : list.inside(protection.prefix())) {
                reasons.putIfAbsent(entry, reason(entry, protection));
            }
        }
        List<Refusal> refusals = new ArrayList<>(reasons.size());
        for (Prefix entry : BanList.of(reasons.keySet())) {
            refusals.add(new Refusal(entry, reasons.getOrDefault(entry, "")));
        }
        return refusals;
    }

    private static String reason(Prefix entry, Protection protection) {
        if (entry.equals(protection.prefix())) {
            return "is " + protection.why();
        }
        boolean covers = entry.covers(protection.prefix());
        return (covers ? "covers " : "lies in ") + protection.prefix() + ", " + protection.why();
    }
}
