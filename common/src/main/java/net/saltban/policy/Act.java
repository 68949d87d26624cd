package net.saltban.policy;

import java.time.Instant;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * Who did something, when and why.
 *
 * @param who the operator, or {@code saltban} itself; escaped and cut at 256 characters
 * @param when the master's clock
 * @param why the operator's words, escaped and cut likewise; may be empty
 */
public record Act(String who, Instant when, String why) {
    /** Escapes and cuts the texts. */
    public Act {
        who = UntrustedText.show(who, InputLimits.TEXT_CHARS_MAX);
        why = UntrustedText.show(why, InputLimits.TEXT_CHARS_MAX);
    }
}
