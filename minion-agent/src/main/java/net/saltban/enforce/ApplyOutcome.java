package net.saltban.enforce;

import java.util.List;
import java.util.function.Function;

/** How an apply ended. */
sealed interface ApplyOutcome {
    /** One sentence for people. */
    String why();

    /** What the delta announces is in force, and was not before. */
    record Applied(String why) implements ApplyOutcome {}

    /** What the delta announces was in force already. */
    record Unchanged(String why) implements ApplyOutcome {}

    /** Files must be brought in first, then the same delta again. */
    record NeedsFiles(String why, List<String> files) implements ApplyOutcome {
        public NeedsFiles {
            files = List.copyOf(files);
        }
    }

    /** The delta is not obeyed; what is in force stays. */
    record Refused(String why) implements ApplyOutcome {}

    /** It could not be carried out; what was in force may still be. */
    record Failed(String why) implements ApplyOutcome {}

    /** One function per case. */
    default <T> T match(
            Function<Applied, T> applied,
            Function<Unchanged, T> unchanged,
            Function<NeedsFiles, T> needsFiles,
            Function<Refused, T> refused,
            Function<Failed, T> failed) {
        if (this instanceof Applied it) {
            return applied.apply(it);
        }
        if (this instanceof Unchanged it) {
            return unchanged.apply(it);
        }
        if (this instanceof NeedsFiles it) {
            return needsFiles.apply(it);
        }
        if (this instanceof Refused it) {
            return refused.apply(it);
        }
        return failed.apply((Failed) this);
    }

    /** The name in the document. */
    default String name() {
        return match(it -> "applied", it -> "unchanged", it -> "needs-files", it -> "refused", it -> "failed");
    }
}
