package net.saltban.guard;

import java.util.ArrayList;
import java.util.List;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;

/** Gathers what sources find. Not safe for threads. */
public final class Protections {
    private final List<Protection> found = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Protects a prefix. */
    public void add(Prefix prefix, String why) {
        found.add(new Protection(prefix, why));
    }

    /** Protects an address. */
    public void add(IpAddress address, String why) {
        add(Prefix.of(address), why);
    }

    /** Tells an operator what could not be found out, where going on without it is right. */
    public void note(String text) {
        notes.add(text);
    }

    /** All that was found, in the order of finding. */
    public List<Protection> found() {
        return List.copyOf(found);
    }

    /** What could not be found out. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
