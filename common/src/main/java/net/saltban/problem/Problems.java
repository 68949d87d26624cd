package net.saltban.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Gathers the problems of one input, so that all of them are reported at once. Not safe for threads. */
public final class Problems {
    private final List<Problem> problems = new ArrayList<>();

    /** Adds a problem. */
    public void add(String where, String what) {
        problems.add(new Problem(where, what));
    }

    /** Whether none was added. */
    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** All, in the order of their adding. */
    public List<Problem> toList() {
        return List.copyOf(problems);
    }

    /**
     * Does nothing if there are none.
     *
     * @throws ProblemsException with all of them
     */
    public void throwIfAny() throws ProblemsException {
        if (!problems.isEmpty()) {
            throw new ProblemsException(toList());
        }
    }

    /** One problem a line. */
    @Override
    public String toString() {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}
