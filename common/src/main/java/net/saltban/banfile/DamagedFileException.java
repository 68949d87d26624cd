package net.saltban.banfile;

import java.io.IOException;

import net.saltban.problem.Problem;

/** A file that is not what its format demands. The message is {@code file:line: what is wrong}. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    DamagedFileException(String where, String what) {
        this(new Problem(where, what));
    }

    private DamagedFileException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /** Where it is damaged, and how. */
    public Problem problem() {
        return problem;
    }
}
