package net.saltban.limits;

/** Bounds on what is read from outside; each stands once, and messages refer to it. */
public final class InputLimits {
    /** Bytes of one log line that are looked at; what stands behind is skipped, never held. sshd cuts at some 500. */
    public static final int LOG_LINE_BYTES_MAX = 16 * 1024;

    /** Bytes of one findings document. */
    public static final int FINDINGS_BYTES_MAX = 256 * 1024;

    /** Bytes of one delta document. */
    public static final int DELTA_BYTES_MAX = 64 * 1024;

    /** Depth of nesting in any JSON document. */
    public static final int JSON_DEPTH_MAX = 16;

    /** Characters of one string in a JSON document. */
    public static final int JSON_STRING_CHARS_MAX = 64 * 1024;

    /** Findings in one document. */
    public static final int FINDINGS_MAX = 4096;

    /** Users, and logins, named in one finding; the rest is a number. */
    public static final int NAMES_MAX = 16;

    /** Characters of a user name that are kept. */
    public static final int USER_CHARS_MAX = 64;

    /** Characters of other names from outside: a method, a key's fingerprint, a minion id, a reason. */
    public static final int TEXT_CHARS_MAX = 256;

    /** Entries of a ban file. */
    public static final int BAN_FILE_ENTRIES_MAX = 10_000_000;

    /** Prefixes of a protected list: allowlist and addresses of the fleet. */
    public static final int PROTECTED_ENTRIES_MAX = 1_000_000;

    /** Bytes of one line of a ban file: an IPv6 prefix takes 43. */
    public static final int BAN_FILE_LINE_BYTES_MAX = 128;

    /** Bytes of a configuration file. */
    public static final int CONFIGURATION_BYTES_MAX = 1024 * 1024;

    private InputLimits() {}
}
