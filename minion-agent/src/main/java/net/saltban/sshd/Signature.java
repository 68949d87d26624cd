package net.saltban.sshd;

import java.util.Arrays;
import java.util.List;

/**
 * Recogniser of one form of message.
 *
 * @param name what {@code explain}, tests and docs/ref/signatures.md call it
 * @param says what one message of this form tells, taken alone
 * @param counts what it means for its connection
 * @param versions first and last release that writes it
 * @param shapes its spellings; the first that matches counts
 */
record Signature(String name, Says says, Counts counts, String versions, List<Shape> shapes) {
    /** Stands for a message that no signature matches. */
    static final Signature NONE = new Signature("none", Says.OTHER, Counts.IGNORED, "", List.of());

    Signature {
        shapes = List.copyOf(shapes);
    }

    /** Whether this is {@link #NONE}. */
    boolean isNone() {
        return shapes.isEmpty();
    }

    /** A row of a table; the shapes are in the notation of {@link ShapeText}. */
    static Signature row(String name, Says says, Counts counts, String versions, String... shapes) {
        return new Signature(
                name,
                says,
                counts,
                versions,
                Arrays.stream(shapes).map(ShapeText::parse).toList());
    }
}
