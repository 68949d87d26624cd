package net.saltban.sshd;

import java.util.ArrayList;
import java.util.List;

import net.saltban.address.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Connections by their key, in an order: a new one is the last. The links are the connections' own, so that a message that belongs to a known
 * connection allocates nothing; a connection is in one table at a time. Those of one process have different keys; those of one source share
 * theirs, and are told apart by their ports.
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

    /** The one that is last in the order, or {@code null}. */
    @Nullable
    Connection last() {
        return last;
    }

    /**
     * Of the connections that share the key of a source the one that a message of it belongs to, or {@code null}: that of the port; else, where
     * either names no port, the one that spoke last.
     */
    @Nullable
    Connection get(long key, IpAddress source, int port) {
        Connection found = null;
        boolean isFoundPort = false;
        for (Connection c = slots[slot(key)]; c != null; c = c.inSlot) {
            boolean isPort = c.port() == port;
            boolean may = isPort || port == Connection.NO_PORT || c.port() == Connection.NO_PORT;
            if (c.key != key || !may || !c.source().equals(source)) {
                continue;
            }
            if (found == null || (isPort == isFoundPort ? isLater(c, found) : isPort)) {
                found = c;
                isFoundPort = isPort;
            }
        }
        return found;
    }

    /** Of the connections that share a key the one that is silent for longest but for one, if they are more than some; else {@code null}. */
    @Nullable
    Connection eldestAbove(int some, long key, Connection butFor) {
        int count = 0;
        Connection eldest = null;
        for (Connection c = slots[slot(key)]; c != null; c = c.inSlot) {
            if (c.key == key) {
                count++;
                boolean isElder = c != butFor && (eldest == null || isLater(eldest, c));
                eldest = isElder ? c : eldest;
            }
        }
        return count > some ? eldest : null;
    }

    /** Not by the place in the slot, which a table that was restored has otherwise. */
    private static boolean isLater(Connection one, Connection other) {
        int byTime = one.last.compareTo(other.last);
        return byTime > 0 || byTime == 0 && one.port() > other.port();
    }

    /** The connection of a process's key, or {@code null}; of a source's key any of them. */
    @Nullable
    Connection get(long key) {
        Connection c = slots[slot(key)];
        while (c != null && c.key != key) {
            c = c.inSlot;
        }
        return c;
    }

    /** Adds a connection that is not there yet. */
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
