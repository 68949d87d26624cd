package net.saltban.aggregator;

import net.saltban.policy.Mode;

/** The words for the modes. */
final class ModeText {
    private ModeText() {}

    static String of(Mode mode) {
        return switch (mode) {
            case OBSERVE -> "observe";
            case ENFORCE -> "enforce";
        };
    }
}
