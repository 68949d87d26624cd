package net.saltban.evidence;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import net.saltban.finding.Finding;
import net.saltban.finding.UserFailures;

/**
 * Marks in place of user names, which may be passwords typed into the wrong field: {@code #} and the first 12 hexadecimal
 * digits of HMAC-SHA-256 (RFC 2104) under a key of this store. Different names still count as different; {@code root}, which
 * is nobody's secret, stays.
 */
final class NameMarks {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int DIGITS = 12;
    private static final String ROOT = "root";

    private final byte[] key;

    private NameMarks(byte[] key) {
        this.key = key;
    }

    /** A new key, as hexadecimal digits. */
    static String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Marks under a key. */
    static NameMarks of(String key) {
        return new NameMarks(HexFormat.of().parseHex(key));
    }

    /** The finding with marks in place of the names of those who failed. */
    Finding mark(Finding f) {
        List<UserFailures> users = f.users().stream()
                .map(user -> new UserFailures(mark(user.name()), user.invalid(), user.failures()))
                .toList();
        return new Finding(
                f.epoch(),
                f.seq(),
                f.source(),
                f.minute(),
                f.first(),
                f.last(),
                f.failures(),
                f.rootFailures(),
                f.invalidUserFailures(),
                f.probes(),
                users,
                f.usersMore(),
                f.logins(),
                f.loginsMore(),
                f.trust());
    }

    private String mark(String name) {
        if (name.equals(ROOT)) {
            return name;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] digest = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
