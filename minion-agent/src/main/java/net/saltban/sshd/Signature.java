package net.saltban.sshd;

import java.util.List;

/**
 * Recogniser of one form of message.
 *
 * @param name what {@code explain}, tests and docs/ref/signatures.md call it
 * @param says what one message of this form tells, taken alone
 * @param counts what it means for its connection
 * @param versions first and last release that writes it
 * @param texts its shapes in the notation of {@link ShapeText}; the first that matches counts
 */
record Signature(String name, Says says, Counts counts, String versions, List<String> texts) {
    /** Stands for a message that no signature matches. */
    static final Signature NONE = new Signature("none", Says.OTHER, Counts.IGNORED, "", List.of());

    Signature {
        texts = List.copyOf(texts);
    }

    /** Whether this is {@link #NONE}. */
    boolean isNone() {
        return texts.isEmpty();
    }

    /** A row of a table; the shapes are in the notation of {@link ShapeText}. */
    static Signature row(String name, Says says, Counts counts, String versions, String... shapes) {
        return new Signature(name, says, counts, versions, List.of(shapes));
    }

    /** Its shapes, each read from its text as a whole. */
    List<Shape> shapes() {
        return texts.stream().map(ShapeText::parse).toList();
    }
}
