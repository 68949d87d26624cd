package net.saltban.sshd;

import java.util.List;

/**
 * The literal texts of a phrase before and behind its address. Between two of a side stands a placeholder; the last before and the first behind
 * touch the address.
 */
final class PhraseParts {
    private final byte[][] before;
    private final byte[][] after;
    private final boolean gapFirst;
    private final boolean gapLast;
    private final int userBefore;
    private final int userAfter;

    /**
     * Parts of a phrase.
     *
     * @param gapFirst whether a placeholder stands before the first text
     * @param gapLast whether a placeholder stands behind the last text
     * @param userBefore which text of {@code before} the user stands in front of, or -1
     * @param userAfter which text of {@code after} the user stands in front of, their number if it stands at the end, or -1
     */
    PhraseParts(
            List<String> before, List<String> after, boolean gapFirst, boolean gapLast, int userBefore, int userAfter) {
        this.before = before.stream().map(Phrase::bytes).toArray(byte[][]::new);
        this.after = after.stream().map(Phrase::bytes).toArray(byte[][]::new);
        this.gapFirst = gapFirst;
        this.gapLast = gapLast;
        this.userBefore = userBefore;
        this.userAfter = userAfter;
    }

    int beforeCount() {
        return before.length;
    }

    int afterCount() {
        return after.length;
    }

    byte[] before(int i) {
        return before[i];
    }

    byte[] after(int i) {
        return after[i];
    }

    boolean gapFirst() {
        return gapFirst;
    }

    boolean gapLast() {
        return gapLast;
    }

    int userBefore() {
        return userBefore;
    }

    int userAfter() {
        return userAfter;
    }
}
