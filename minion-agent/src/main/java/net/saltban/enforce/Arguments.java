package net.saltban.enforce;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.text.UntrustedText;

/** The arguments of one command: flags and words. By hand, since a library would cost more time than the command takes. */
final class Arguments {
    private static final int SHOWN_CHARS_MAX = 64;

    private final List<String> flags = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private String problem = "";

    /**
     * Splits arguments.
     *
     * @param known the flags of the command
     */
    Arguments(List<String> args, List<String> known) {
        for (String arg : args) {
            if (known.contains(arg) || arg.equals("--help") || arg.equals("-h")) {
                flags.add(arg);
            } else if (arg.startsWith("-")) {
                problem = "there is no option \"" + UntrustedText.show(arg, SHOWN_CHARS_MAX) + "\"";
            } else {
                words.add(arg);
            }
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    boolean isHelp() {
        return has("--help") || has("-h");
    }

    List<String> words() {
        return words;
    }

    /** The first word as an address; remembers what is wrong with it. */
    Optional<IpAddress> firstAddress() {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Optional<IpAddress> address = IpAddress.tryParse(words.get(0));
        if (address.isEmpty() && problem.isEmpty()) {
            problem = "\"" + UntrustedText.show(words.get(0), SHOWN_CHARS_MAX) + "\" is no IPv4 or IPv6 address";
        }
        return address;
    }

    /** Whether an option is unknown, or there are fewer or more words than so many. */
    boolean isWrong(int min, int max) {
        if (problem.isEmpty() && words.size() < min) {
            problem = "an argument is missing";
        } else if (problem.isEmpty() && words.size() > max) {
            problem = "\"" + UntrustedText.show(words.get(max), SHOWN_CHARS_MAX) + "\" is one argument too many";
        }
        return !problem.isEmpty();
    }

    /** Prints help if it was asked for, otherwise the synopsis behind what is wrong. */
    int explain(Help help, PrintStream out, PrintStream err) {
        if (isHelp()) {
            help.print(out);
            return Exit.OK.number();
        }
        err.println("saltban-agent: " + problem);
        err.println(help.pointer());
        return Exit.USAGE.number();
    }
}
