package net.saltban.finding;

import java.time.Instant;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * Logins that sshd accepted for one user by one method and key.
 *
 * @param user the account, escaped and cut at 64 characters
 * @param method as sshd names it: {@code password}, {@code publickey}, {@code keyboard-interactive/pam} ...
 * @param key fingerprint of the key as sshd prints it ({@code ED25519 SHA256:...}); empty for other methods
 * @param first time of the first
 * @param last time of the last
 * @param count how many, at least 1
 */
public record Login(String user, String method, String key, Instant first, Instant last, int count) {
    /** Escapes and cuts the texts. */
    public Login {
        user = UntrustedText.show(user, InputLimits.USER_CHARS_MAX);
        method = UntrustedText.show(method, InputLimits.TEXT_CHARS_MAX);
        key = UntrustedText.show(key, InputLimits.TEXT_CHARS_MAX);
        if (count < 1) {
            throw new IllegalArgumentException("count is " + count + "; at least 1");
        }
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("last " + last + " is before first " + first);
        }
    }
}
