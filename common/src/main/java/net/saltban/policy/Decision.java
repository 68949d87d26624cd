package net.saltban.policy;

import java.util.List;
import java.util.function.Function;

import net.saltban.address.Prefix;

/** The policy's answer for one prefix. */
public sealed interface Decision {
    /** What it is about: one address, or an IPv6 /64. */
    Prefix prefix();

    /** Calls the function of this case. */
    <T> T match(Cases<T> cases);

    /**
     * One function for each case, so that a new one breaks every caller at compile time.
     *
     * @param toBan for {@link ToBan}
     * @param alreadyBanned for {@link AlreadyBanned}
     * @param held for {@link Held}
     * @param allowlisted for {@link Allowlisted}
     * @param knownGood for {@link KnownGood}
     * @param tombstoned for {@link Tombstoned}
     * @param belowThreshold for {@link BelowThreshold}
     * @param <T> what they return
     */
    record Cases<T>(
            Function<ToBan, T> toBan,
            Function<AlreadyBanned, T> alreadyBanned,
            Function<Held, T> held,
            Function<Allowlisted, T> allowlisted,
            Function<KnownGood, T> knownGood,
            Function<Tombstoned, T> tombstoned,
            Function<BelowThreshold, T> belowThreshold) {}

    /**
     * A new ban.
     *
     * @param ban the ban; its origin is a rule
     * @param replaced prefixes whose bans it takes the place of: the /128s of a /64, or the same prefix banned for a time
     * @param evidence the items counted, in order, at most {@link #EVIDENCE_MAX}
     */
    record ToBan(Ban ban, List<Prefix> replaced, List<EvidenceItem> evidence) implements Decision {
        /** How many of the items counted a ban keeps. */
        public static final int EVIDENCE_MAX = 64;

        /** Copies the lists. */
        public ToBan {
            replaced = List.copyOf(replaced);
            evidence = List.copyOf(evidence);
        }

        @Override
        public Prefix prefix() {
            return ban.prefix();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.toBan.apply(this);
        }
    }

    /**
     * A ban covers it already.
     *
     * @param prefix what it is about
     * @param ban the ban that covers it
     */
    record AlreadyBanned(Prefix prefix, Ban ban) implements Decision {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.alreadyBanned.apply(this);
        }
    }

    /**
     * It waits for an operator.
     *
     * @param ban as it would be
     * @param why what holds it
     * @param evidence the items counted, in order, at most {@link ToBan#EVIDENCE_MAX}
     */
    record Held(Ban ban, HeldWhy why, List<EvidenceItem> evidence) implements Decision {
        /** Copies the list. */
        public Held {
            evidence = List.copyOf(evidence);
        }

        @Override
        public Prefix prefix() {
            return ban.prefix();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.held.apply(this);
        }
    }

    /**
     * A rule held, but a machine must not ban it.
     *
     * @param prefix what it is about
     * @param reason what the rule counted
     * @param exemption what forbids the ban
     */
    record Allowlisted(Prefix prefix, Reason reason, Exemption exemption) implements Decision {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.allowlisted.apply(this);
        }
    }

    /**
     * A rule held, but people log in from there; the ban waits for an operator, as {@link HeldWhy#KNOWN_GOOD}.
     *
     * @param ban as it would be
     * @param logins ids of the minions that accepted logins, in order
     * @param evidence the items counted, in order, at most {@link ToBan#EVIDENCE_MAX}
     */
    record KnownGood(Ban ban, List<String> logins, List<EvidenceItem> evidence) implements Decision {
        /** Copies the lists. */
        public KnownGood {
            logins = List.copyOf(logins);
            evidence = List.copyOf(evidence);
        }

        @Override
        public Prefix prefix() {
            return ban.prefix();
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.knownGood.apply(this);
        }
    }

    /**
     * Only evidence from before an unban would ban it.
     *
     * @param prefix what it is about
     * @param reason what the rule would have counted
     * @param tombstone the unban
     */
    record Tombstoned(Prefix prefix, Reason reason, Tombstone tombstone) implements Decision {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.tombstoned.apply(this);
        }
    }

    /**
     * No rule holds.
     *
     * @param prefix what it is about
     * @param failures attempts that failed in the evidence that counts
     * @param probes connections in it that never authenticated
     */
    record BelowThreshold(Prefix prefix, long failures, long probes) implements Decision {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.belowThreshold.apply(this);
        }
    }
}
