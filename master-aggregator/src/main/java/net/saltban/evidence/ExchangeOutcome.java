package net.saltban.evidence;

import java.time.Instant;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * How a pull or a push of one minion ended.
 *
 * @param result how
 * @param why what went wrong and what to do, escaped and cut at 256 characters; empty if nothing did
 * @param at the master's clock
 */
public record ExchangeOutcome(Result result, String why, Instant at) {
    /** How an exchange ends. */
    public enum Result {
        /** As it should. */
        OK,
        /** No answer in time. */
        UNREACHABLE,
        /** The minion, or the master's check of its answer, said no. */
        REFUSED,
        /** It went wrong. */
        FAILED
    }

    /** Escapes and cuts the text. */
    public ExchangeOutcome {
        why = UntrustedText.show(why, InputLimits.TEXT_CHARS_MAX);
    }
}
