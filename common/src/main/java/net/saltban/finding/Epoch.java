package net.saltban.finding;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The random id of an outbox: 16 lower-case hexadecimal digits. A new outbox has a new one, so numbers never repeat. */
public final class Epoch {
    private static final int BYTES = 8;

    private Epoch() {}

    /** A new one. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether a text has the form of one. */
    public static boolean isValid(String text) {
        if (text.length() != 2 * BYTES) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) { // for each finding: no stream
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
