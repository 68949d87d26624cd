package net.saltban.finding;

import java.time.Instant;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * A stretch of evidence that is lost, and why.
 *
 * @param noticed when the agent found out
 * @param what what is lost and why, for people: {@code /var/log/auth.log: 3,120 bytes were overwritten before they were read}
 */
public record Gap(Instant noticed, String what) {
    /** Escapes and cuts the text. */
    public Gap {
        what = UntrustedText.show(what, InputLimits.TEXT_CHARS_MAX);
    }
}
