package net.saltban.finding;

import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * Failed attempts for one user name.
 *
 * @param name the name as the log shows it, escaped and cut at 64 characters; may be empty
 * @param invalid whether sshd called the user invalid
 * @param failures number of attempts, at least 1
 */
public record UserFailures(String name, boolean invalid, int failures) {
    /** Escapes and cuts the name. */
    public UserFailures {
        name = UntrustedText.show(name, InputLimits.USER_CHARS_MAX);
        if (failures < 1) {
            throw new IllegalArgumentException("failures is " + failures + "; at least 1");
        }
    }
}
