package net.saltban.agent;

import net.saltban.outbox.Batch;

/**
 * What {@code follow} says of a commit, so that a program can be woken: one line of JSON,
 * {@code {"v":1,"epoch":"00c0ffee00c0ffee","to":17,"findings":3,"gaps":0}}; docs/ref/formats.md.
 */
final class CommitLine {
    private CommitLine() {}

    /** Of a batch whose last finding, or the last one before it, has a number. */
    static String of(String epoch, long to, Batch batch) {
        return text(epoch, to, batch.findings().size(), batch.gaps().size());
    }

    /** That all is read that was there at the start. */
    static String ready(String epoch, long to) {
        return text(epoch, to, 0, 0);
    }

    private static String text(String epoch, long to, int findings, int gaps) {
        return "{\"v\":1,\"epoch\":\"" + epoch + "\",\"to\":" + to + ",\"findings\":" + findings + ",\"gaps\":" + gaps
                + "}";
    }
}
