package net.saltban.agent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The different names that one source tried, numbered from 1. */
final class Names {
    /** So few are compared one by one; more are looked up. */
    private static final int FEW = 32;

    private String[] texts = new String[2];
    private int size;
    private Map<String, Integer> numbers = Map.of();

    /** The number of a name; 0 if it is not there. */
    @SuppressWarnings("ReferenceEquality") // quicker, and followed by the other
    int indexOf(String text) {
        if (size > FEW) {
            return numbers.getOrDefault(text, 0);
        }
        for (int i = 0; i < size; i++) {
            if (texts[i] == text) { // mostly: the reader makes a text once
                return i + 1;
            }
        }
        for (int i = 0; i < size; i++) {
            if (texts[i].equals(text)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Adds a name that is not there; its number. */
    int add(String text) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
        }
        texts[size++] = text;
        if (size > FEW) {
            number();
        }
        return size;
    }

    private void number() {
        if (numbers.isEmpty()) {
            numbers = new HashMap<>(3 * FEW);
            for (int i = 0; i < size - 1; i++) {
                numbers.put(texts[i], i + 1);
            }
        }
        numbers.put(texts[size - 1], size);
    }

    /** The name of a number; a text that no name is for a number that none has. */
    String text(int number) {
        return number <= size ? texts[number - 1] : "? " + number;
    }

    int size() {
        return size;
    }
}
