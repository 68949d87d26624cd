package net.saltban.enforce;

import java.io.PrintStream;

/** What {@code --help} says of each command of {@link EnforceCommands}. */
enum Help {
    /** Of {@code apply}. */
    APPLY("apply", "[--force] [--test]", " < DELTA", """
            Reads a delta document from standard input, puts the list that it leads to into force on this machine, and
            prints an apply document (JSON). What the guard keeps out, and what was released, is left out.

              --force            obey also an older generation, and another list
              --test             only say what would be done
            """),
    /** Of {@code status}. */
    STATUS("status", "[--json]", "", """
            Shows the list that this machine holds, what of it is in force, and how far each log was read. Changes nothing.

              --json             a status document instead of text
            """),
    /** Of {@code off}. */
    OFF("off", "[REASON]", "", """
            Refuses nothing on this machine until 'saltban-agent on', whatever is pushed. REASON is shown by 'status'.

            """),
    /** Of {@code on}. */
    ON("on", "", "", """
            Ends 'saltban-agent off': the list that this machine holds comes into force again.

            """),
    /** Of {@code release}. */
    RELEASE("release", "ADDRESS [--end]", "", """
            Lets one IPv4 or IPv6 address in on this machine, whatever the list says and whatever is pushed.

              --end              let it in no longer than the list says
            """),
    /** Of {@code is-banned}. */
    IS_BANNED("is-banned", "ADDRESS", "", """
            Says whether the list of this machine holds an IPv4 or IPv6 address, whether its connections are refused,
            and why: one JSON document.

            """);

    private static final String COMMON = """
              --config FILE      configuration instead of /etc/saltban/agent.yaml
              --state-dir DIR    state instead of /var/lib/saltban-agent
            """;

    private final String command;
    private final String synopsis;
    private final String text;

    Help(String command, String own, String input, String text) {
        this.command = command;
        this.synopsis = "saltban-agent " + command + (own.isEmpty() ? "" : " " + own)
                + " [--config FILE] [--state-dir DIR]" + input;
        this.text = text;
    }

    /** Prints all of it. */
    void print(PrintStream out) {
        out.print("usage: " + synopsis + "\n\n" + text + COMMON);
    }

    /** One line for whoever gave a wrong command line. */
    String pointer() {
        return "usage: " + synopsis + "; see saltban-agent " + command + " --help";
    }
}
