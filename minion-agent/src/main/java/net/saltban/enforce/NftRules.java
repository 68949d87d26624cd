package net.saltban.enforce;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The form of the rules: what they do with a new connection from a prefix of the list.
 *
 * @param table name of the table in the family {@code inet}
 * @param mode whether it is refused or only counted
 * @param ports TCP ports, ascending; empty means all ports of all protocols that have ports
 */
record NftRules(String table, Mode mode, List<Integer> ports) {
    /** Number of expressions of a rule that asks a set: the lookup, the counter, the verdict. */
    static final int ASKING_EXPRESSIONS = 3;

    /** How the comment of the first rule starts. */
    static final String COMMENT = "saltban 1 ";

    NftRules {
        ports = List.copyOf(ports);
    }

    /** What a rule does with a packet. */
    String verdict() {
        return switch (mode) {
            case ENFORCE -> "drop";
            case OBSERVE -> "accept";
        };
    }

    /** Names the form; the first rule carries it as its comment, so that rules of another form are told from these. */
    String comment() {
        String which = ports.isEmpty() ? "all" : portList();
        return COMMENT + mode + " ports " + which;
    }

    /** Number of expressions of each rule before those that ask the sets. */
    List<Integer> leadingExpressions() {
        return ports.isEmpty() ? List.of(2, 3, 2) : List.of(2, 2, 2);
    }

    String portList() {
        return ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
