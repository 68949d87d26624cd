package net.saltban.saltapi;

import java.util.List;

/**
 * Which minions a job goes to, in one of three of Salt's ways to say so.
 *
 * @param kind how the expressions are to be read
 * @param expressions minion ids for a list, otherwise exactly one expression
 */
public record Target(Kind kind, List<String> expressions) {
    /** The ways to target; Salt's {@code tgt_type}. */
    public enum Kind {
        /** Minion ids. */
        LIST,
        /** A shell pattern on minion ids. */
        GLOB,
        /** A compound matcher, such as {@code G@role:web and not lab*}. */
        COMPOUND
    }

    /** Refuses no expression, empty ones, and more than one where one is meant. */
    public Target {
        expressions = List.copyOf(expressions);
        if (expressions.isEmpty() || expressions.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a target needs an expression that is not empty");
        }
        if (kind != Kind.LIST && expressions.size() > 1) {
            throw new IllegalArgumentException("a " + kind.name().toLowerCase(java.util.Locale.ROOT)
                    + " target is one expression, not " + expressions.size());
        }
    }

    /** The minions of these ids. */
    public static Target ofIds(List<String> ids) {
        return new Target(Kind.LIST, ids);
    }

    /** Every minion. */
    public static Target all() {
        return new Target(Kind.GLOB, List.of("*"));
    }

    @Override
    public String toString() {
        return String.join(",", expressions);
    }
}
