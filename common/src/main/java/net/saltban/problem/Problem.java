package net.saltban.problem;

/**
 * One thing wrong with an input, in the form {@code where: what is wrong (value); what to do}.
 *
 * @param where {@code file:line}, a minion, a URL without user information
 * @param what what is wrong with which value, and what to do
 */
public record Problem(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
