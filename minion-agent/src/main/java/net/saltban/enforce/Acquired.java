package net.saltban.enforce;

import java.io.IOException;
import java.util.List;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.ProtectedFile;

/** What a delta comes to, with what is held and what was brought in. */
sealed interface Acquired {
    /** Everything is there. */
    record Complete(BanFile file, ProtectedFile protectedFile) implements Acquired {}

    /** Files of these names must be brought in first. */
    record Missing(List<String> names) implements Acquired {
        public Missing {
            names = List.copyOf(names);
        }
    }

    /** What was brought in is not what the delta says. */
    record Unfit(String why) implements Acquired {}

    /** What to do in one case. */
    interface Case<A, T> {
        T of(A it) throws IOException;
    }

    /** One function per case. */
    default <T> T match(Case<Complete, T> complete, Case<Missing, T> missing, Case<Unfit, T> unfit) throws IOException {
        if (this instanceof Complete it) {
            return complete.of(it);
        }
        if (this instanceof Missing it) {
            return missing.of(it);
        }
        return unfit.of((Unfit) this);
    }
}
