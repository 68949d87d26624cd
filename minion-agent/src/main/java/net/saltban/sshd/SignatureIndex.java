package net.saltban.sshd;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the signatures whose shapes can match a message, by its first four bytes. What is needed for messages that begin so is made when the
 * first of them comes: a log shows few of all forms, and making all takes longer than reading a small log. Not for several threads at once.
 */
final class SignatureIndex {
    /** Stands for a beginning that is shorter than four bytes, or no literal. */
    static final int NO_KEY = 0;

    private static final int KEY_BYTES = 4;
    private static final int SLOTS = 256; // a power of two, well above the number of different beginnings

    private final List<Entry> entries = new ArrayList<>();
    private final int[] keys = new int[SLOTS];
    private final Row[][] rows = new Row[SLOTS][];
    private final Row[] keyless;

    /** A text of a table, with the key of the messages that it may match. */
    private record Entry(Signature signature, String text, int key) {}

    /** A shape behind one of its openings. */
    static final class Row {
        private final Signature signature;
        private final Opening opening;
        private final String text;
        private @Nullable Shape shape;

        private Row(Signature signature, Opening opening, String text) {
            this.signature = signature;
            this.opening = opening;
            this.text = text;
        }

        Signature signature() {
            return signature;
        }

        Opening opening() {
            return opening;
        }

        /** Whether the other is of the same shape: where one of its openings fits, no other is tried. */
        boolean isSameShape(Row other) {
            return text.equals(other.text);
        }

        /** What stands behind the opening. */
        Shape shape() {
            Shape known = shape;
            if (known == null) {
                known = ShapeText.parse(opening.rest());
                shape = known;
            }
            return known;
        }
    }

    /** An index of tables, whose order is the order in which shapes are tried. */
    SignatureIndex(List<List<Signature>> tables) {
        for (List<Signature> table : tables) {
            for (Signature signature : table) {
                for (String text : signature.texts()) {
                    add(signature, text);
                }
            }
        }
        keyless = rowsOf(NO_KEY);
    }

    private void add(Signature signature, String text) {
        int key = text.charAt(0) == '{' ? NO_KEY : key(text);
        if (key != NO_KEY) {
            entries.add(new Entry(signature, text, key));
            return;
        }
        int before = entries.size();
        for (Opening opening : Opening.of(text)) {
            int own = key(opening.toString());
            if (!isKnown(own, before)) {
                entries.add(new Entry(signature, text, own));
            }
        }
    }

    private boolean isKnown(int key, int from) {
        for (int i = from; i < entries.size(); i++) {
            if (entries.get(i).key == key) {
                return true;
            }
        }
        return false;
    }

    private static int key(String text) {
        int key = 0;
        for (int i = 0; i < KEY_BYTES; i++) {
            char c = i < text.length() ? text.charAt(i) : '<';
            if (c == '<' || c == '{' || c == '\\') {
                return NO_KEY;
            }
            key = key << Byte.SIZE | c;
        }
        return key;
    }

    /** The shapes that can match a message, in the order in which they are tried. */
    Row[] rows(byte[] b, int from, int to) {
        if (to - from < KEY_BYTES) {
            return keyless;
        }
        int key = (b[from] & 255) << 24 | (b[from + 1] & 255) << 16 | (b[from + 2] & 255) << 8 | b[from + 3] & 255;
        int slot = slot(key);
        while (keys[slot] != key) {
            if (keys[slot] == NO_KEY) {
                return make(key, slot);
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return key == NO_KEY ? keyless : rows[slot];
    }

    private Row[] make(int key, int slot) {
        for (Entry entry : entries) {
            if (entry.key == key && key != NO_KEY) {
                keys[slot] = key;
                rows[slot] = rowsOf(key);
                return rows[slot];
            }
        }
        return keyless;
    }

    private Row[] rowsOf(int key) {
        List<Row> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.key == key || entry.key == NO_KEY) {
                for (Opening opening : Opening.of(entry.text)) {
                    int own = key(opening.toString());
                    if (own == key || own == NO_KEY) {
                        found.add(new Row(entry.signature, opening, entry.text));
                    }
                }
            }
        }
        return found.toArray(Row[]::new);
    }

    private static int slot(int key) {
        return (key * 0x9e3779b1 >>> 16) & SLOTS - 1;
    }
}
