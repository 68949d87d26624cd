package net.saltban.policy;

import java.time.Instant;
import java.util.List;

/**
 * Everything that a decision rests on.
 *
 * @param evidence findings of the sources to decide on, in any order: those of the last 30 days, and older ones with logins;
 *     for an IPv6 source also those of its whole /64
 * @param protection what is never banned
 * @param standing what was decided before
 * @param mode whether budget and brake hold
 * @param now the time of the decision
 * @param addedBefore how many bans earlier decisions of the same cycle have added; the brake counts them
 */
public record PolicyInput(
        List<EvidenceItem> evidence,
        Protection protection,
        Standing standing,
        Mode mode,
        Instant now,
        int addedBefore) {
    /** Copies the evidence. */
    public PolicyInput {
        evidence = List.copyOf(evidence);
    }

    /** The first decision of a cycle. */
    public PolicyInput(List<EvidenceItem> evidence, Protection protection, Standing standing, Mode mode, Instant now) {
        this(evidence, protection, standing, mode, now, 0);
    }

    /** Evidence alone: what the rules would say on an empty list, as on one machine. */
    public static PolicyInput of(List<EvidenceItem> evidence, Instant now) {
        return new PolicyInput(evidence, Protection.none(), Standing.none(), Mode.OBSERVE, now);
    }
}
