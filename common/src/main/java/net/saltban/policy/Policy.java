package net.saltban.policy;

/**
 * Which prefixes to ban, and why: a pure function of its input and its settings.
 */
public final class Policy {
    private final PolicySettings settings;

    /** A policy with these numbers. */
    public Policy(PolicySettings settings) {
        this.settings = settings;
    }

    /** Its numbers. */
    public PolicySettings settings() {
        return settings;
    }

    /** Decides on every source of the evidence. */
    public PolicyOutcome decide(PolicyInput input) {
        return new Deliberation(settings, input).outcome();
    }
}
