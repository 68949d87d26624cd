package net.saltban.enforce;

/** Whether connections are refused; the text is that of the configuration and of the documents. */
public enum Mode {
    /** Connections are refused and counted. */
    ENFORCE("enforce"),
    /** Connections are counted and let in. */
    OBSERVE("observe");

    private final String text;

    Mode(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
