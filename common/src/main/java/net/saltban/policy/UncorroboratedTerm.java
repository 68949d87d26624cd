package net.saltban.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a ban that rests on text logs of one minion alone, which any local user of that minion could have written.
 *
 * @param held whether it waits for an operator
 * @param banFor how long it lasts at most; empty = as long as its rule says
 */
public record UncorroboratedTerm(boolean held, Optional<Duration> banFor) {
    /** As any other ban, only marked. */
    public static final UncorroboratedTerm PERMANENT = new UncorroboratedTerm(false, Optional.empty());

    /** It waits for an operator. */
    public static final UncorroboratedTerm HELD = new UncorroboratedTerm(true, Optional.empty());

    /** Refuses a term below a minute. */
    public UncorroboratedTerm {
        if (banFor.isPresent() && banFor.get().compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("uncorroborated is " + banFor.get() + "; use 1 minute or more");
        }
    }

    /** It lasts that long. */
    public static UncorroboratedTerm timed(Duration banFor) {
        return new UncorroboratedTerm(false, Optional.of(banFor));
    }
}
