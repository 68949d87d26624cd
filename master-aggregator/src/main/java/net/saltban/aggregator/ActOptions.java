package net.saltban.aggregator;

import picocli.CommandLine.Option;

/** Options of every command by which an operator acts. */
final class ActOptions {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why; kept with the act and shown by saltban why.")
    private String reason = "";

    @Option(names = "--no-push", description = "Leave the push to the next saltban collect.")
    private boolean isNotPushed;

    String reason() {
        return reason;
    }

    boolean isPushed() {
        return !isNotPushed;
    }
}
