package net.saltban.enforce;

/** What refuses; the text is that of the configuration and of the documents. */
public enum BackendName {
    /** An own table of nftables. */
    NFTABLES("nftables"),
    /** An own jail of fail2ban. */
    FAIL2BAN("fail2ban"),
    /** Nothing but a file, for a program of the operator. */
    FILE("file");

    private final String text;

    BackendName(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
