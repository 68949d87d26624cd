package net.saltban.finding;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * How far the agent has read one log, and what it made of it.
 *
 * @param source path of the log, or {@code journal}
 * @param trust who vouches for its messages
 * @param lagBytes bytes not read yet; 0 for the journal
 * @param lines lines read since the outbox began
 * @param ambiguous of these, lines that are ambiguous, and so blame nobody
 * @param problem why it cannot be read and what to do; empty if it can
 */
public record LogHealth(String source, Trust trust, long lagBytes, long lines, long ambiguous, String problem) {
    /** Escapes and cuts the texts, refuses negative counts. */
    public LogHealth {
        source = UntrustedText.show(source, InputLimits.TEXT_CHARS_MAX);
        problem = UntrustedText.show(problem, InputLimits.TEXT_CHARS_MAX);
        if (lagBytes < 0 || lines < 0 || ambiguous < 0) {
            throw new IllegalArgumentException("a count is negative");
        }
    }
}
