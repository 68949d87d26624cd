package net.saltban.sshd;

import java.time.Instant;

import net.saltban.address.IpAddress;

/**
 * What sshd's messages say about one source, attempts counted, not lines.
 *
 * @param kind what happened
 * @param time time of the message that told it
 * @param source the peer, as sshd printed it; never loopback, multicast or unspecified
 * @param user the user tried or logged in, as it stands in the log (escapes kept, not cut); empty if no message named one
 * @param invalidUser whether sshd said that there is no such user
 * @param method how the peer tried or was admitted, as sshd spells it ({@code password},
 *     {@code keyboard-interactive/pam}, ...); empty if no message named it
 * @param key fingerprint of the key that was accepted, as sshd prints it; empty otherwise
 * @param count how many attempts, probes or logins, at least 1
 */
public record SourceEvent(
        Kind kind,
        Instant time,
        IpAddress source,
        String user,
        boolean invalidUser,
        String method,
        String key,
        int count) {
    /** What an event tells of its source. */
    public enum Kind {
        /** Attempts that failed. */
        FAILURE,
        /** Logins that sshd accepted. */
        LOGIN,
        /** Connections that never tried to authenticate. */
        PROBE
    }

    /** Refuses a count below 1. */
    public SourceEvent {
        if (count < 1) {
            throw new IllegalArgumentException("count is " + count + "; an event counts at least 1");
        }
    }
}
