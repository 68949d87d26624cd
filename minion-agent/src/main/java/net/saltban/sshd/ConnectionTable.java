package net.saltban.sshd;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Connections by their key, in an order: a new one is the last. The links are the connections' own, so that a message that belongs to a known
 * connection allocates nothing; a connection is in one table at a time.
 */
final class ConnectionTable {
    private static final int SLOTS_MIN = 16;

    private @Nullable Connection[] slots = new Connection[SLOTS_MIN];
    private @Nullable Connection first;
    private @Nullable Connection last;
    private int size;

    int size() {
        return size;
    }

    /** The one that is first in the order, or {@code null}. */
    @Nullable
    Connection first() {
        return first;
    }

    /** The connection of a key, or {@code null}. */
    @Nullable
    Connection get(long key) {
        Connection c = slots[slot(key)];
        while (c != null && c.key != key) {
            c = c.inSlot;
        }
        return c;
    }

    /** Adds a connection whose key is not there yet. */
    void add(Connection c) {
        if (size == slots.length) {
            grow();
        }
        int slot = slot(c.key);
        c.inSlot = slots[slot];
        slots[slot] = c;
        size++;
        link(c);
    }

    /** Makes a connection the last. */
    void renew(Connection c) {
        if (c != last) {
            unlink(c);
            link(c);
        }
    }

    /** Takes a connection out; whether it was in. */
    boolean remove(Connection c) {
        int slot = slot(c.key);
        Connection before = null;
        Connection at = slots[slot];
        while (at != null && at != c) {
            before = at;
            at = at.inSlot;
        }
        if (at == null) {
            return false;
        }
        if (before == null) {
            slots[slot] = c.inSlot;
        } else {
            before.inSlot = c.inSlot;
        }
        c.inSlot = null;
        size--;
        unlink(c);
        return true;
    }

    /** All, in their order. */
    List<Connection> all() {
        List<Connection> all = new ArrayList<>(size);
        for (Connection c = first; c != null; c = c.after) {
            all.add(c);
        }
        return all;
    }

    private void link(Connection c) {
        Connection end = last;
        c.before = end;
        c.after = null;
        if (end == null) {
            first = c;
        } else {
            end.after = c;
        }
        last = c;
    }

    private void unlink(Connection c) {
        Connection before = c.before;
        Connection after = c.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        c.before = null;
        c.after = null;
    }

    private void grow() {
        slots = new Connection[2 * slots.length];
        for (Connection c = first; c != null; c = c.after) {
            int slot = slot(c.key);
            c.inSlot = slots[slot];
            slots[slot] = c;
        }
    }

    private int slot(long key) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & slots.length - 1;
    }
}
