package net.saltban.sshd;

import java.util.List;
import java.util.function.Function;

import net.saltban.address.IpAddress;
import net.saltban.limits.InputLimits;

/** What one log line means, taken alone. */
public sealed interface LineMeaning {
    /** The line has no prefix of a syslog daemon: anybody can have written it, and it never acts. */
    record NoPrefix() implements LineMeaning {}

    /** The line is longer than {@link InputLimits#LOG_LINE_BYTES_MAX}: readers of logs pass it over as a whole. */
    record TooLong() implements LineMeaning {}

    /**
     * A syslog daemon says that the line before came again. If that was a message of sshd's on the same host that counted an attempt at once, so do
     * these.
     *
     * @param times how often, at least 1
     */
    record Repetition(int times) implements LineMeaning {}

    /**
     * The line is not sshd's.
     *
     * @param tag who wrote it
     */
    record OtherProgram(String tag) implements LineMeaning {}

    /**
     * A message of sshd that no signature matches.
     *
     * @param lookAlikes addresses in the line, and why they are not the peer's
     */
    record Unknown(List<LookAlike> lookAlikes) implements LineMeaning {
        /** Copies the list. */
        public Unknown {
            lookAlikes = List.copyOf(lookAlikes);
        }
    }

    /**
     * A message that speaks for or against nobody.
     *
     * @param why completes "it blames nobody: ..."
     */
    record Nobody(String signature, String why, List<LookAlike> lookAlikes) implements LineMeaning {
        /** Copies the list. */
        public Nobody {
            lookAlikes = List.copyOf(lookAlikes);
        }
    }

    /** A message that would blame or admit somebody, but has two readings; it blames nobody, and is counted as ambiguous. */
    record Ambiguous(String signature, String why, List<LookAlike> lookAlikes) implements LineMeaning {
        /** Copies the list. */
        public Ambiguous {
            lookAlikes = List.copyOf(lookAlikes);
        }
    }

    /**
     * A message that blames or admits its peer.
     *
     * @param kind {@code failure}, {@code success} or {@code probe}
     * @param address the peer
     * @param from where its text begins in the line
     * @param to where its text ends
     * @param user the user tried or admitted; empty if the message names none
     * @param counts what the message means for the count of attempts
     */
    record Tells(
            String signature,
            String kind,
            IpAddress address,
            int from,
            int to,
            String user,
            String counts,
            List<LookAlike> lookAlikes)
            implements LineMeaning {
        /** Copies the list. */
        public Tells {
            lookAlikes = List.copyOf(lookAlikes);
        }
    }

    /**
     * Text in the line that is an address, but not the one that the line is about.
     *
     * @param why completes "not ADDRESS: ..."
     */
    record LookAlike(String text, String why) {}

    /** Answers by case. */
    default <T> T match(
            Function<NoPrefix, T> noPrefix,
            Function<TooLong, T> tooLong,
            Function<Repetition, T> repetition,
            Function<OtherProgram, T> otherProgram,
            Function<Unknown, T> unknown,
            Function<Nobody, T> nobody,
            Function<Ambiguous, T> ambiguous,
            Function<Tells, T> tells) {
        if (this instanceof NoPrefix one) {
            return noPrefix.apply(one);
        }
        if (this instanceof TooLong one) {
            return tooLong.apply(one);
        }
        if (this instanceof Repetition one) {
            return repetition.apply(one);
        }
        if (this instanceof OtherProgram one) {
            return otherProgram.apply(one);
        }
        if (this instanceof Unknown one) {
            return unknown.apply(one);
        }
        if (this instanceof Nobody one) {
            return nobody.apply(one);
        }
        return this instanceof Ambiguous one ? ambiguous.apply(one) : tells.apply((Tells) this);
    }
}
