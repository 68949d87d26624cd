package net.saltban.agent;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import net.saltban.journal.SavedJournal;
import net.saltban.source.FileLines;
import net.saltban.source.LogConsumer;
import net.saltban.source.LogMessage;
import net.saltban.sshd.LineExplainer;
import net.saltban.sshd.LineMeaning;
import net.saltban.sshd.Phrase;
import net.saltban.text.UntrustedText;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * {@code saltban-agent explain FILE... [--format text|tsv|json]}: what each line means. {@code -} is standard input. Lines are numbered from 1
 * through all files, as {@code cat FILE...} would join them. Needs no configuration, no state, no network.
 */
final class ExplainCommand {
    private static final int DONE = 0;
    private static final int USAGE = 64;
    private static final int NO_INPUT = 66;
    private static final int NAME_CHARS_MAX = 200;
    private static final String NOT_VOUCHED =
            "the journal does not say that the daemon wrote it, as root and by syslog";
    private static final String SYNOPSIS =
            "saltban-agent explain FILE... [--format text|tsv|json] [--phrase PHRASE]...";
    private static final String HELP = "usage: " + SYNOPSIS + """

            Says for each line of a log what it means: which signature, which part is the address, why a look-alike is not.
            - is standard input; lines are numbered through all files.
            Compressed files (gzip, xz, zstd) and what journalctl -o export or -o json printed are read as well.

              --format text   for people (default); in colours on a terminal
              --format tsv    line number, address and failure, success or probe, for each line that blames or admits
              --format json   one object for each line
              --phrase PHRASE tries an own phrase; may be given more than once
            """;

    private final LineExplainer explainer;
    private final ExplainPrinter printer;
    private long number;

    private ExplainCommand(LineExplainer explainer, ExplainPrinter printer) {
        this.explainer = explainer;
        this.printer = printer;
    }

    /**
     * Runs the command.
     *
     * @param args what follows {@code explain}
     * @param terminal whether {@code out} is a terminal, which gets colours
     * @return the exit status: 0, 64 for a usage error, 66 if a file cannot be read
     */
    static int run(List<String> args, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        CommandLine line;
        try {
            line = new DefaultParser().parse(options(), args.toArray(String[]::new));
        } catch (ParseException e) {
            return usage(err, String.valueOf(e.getMessage()));
        }
        if (line.hasOption("help")) {
            out.print(HELP);
            return DONE;
        }
        if (line.getArgList().isEmpty()) {
            return usage(err, "no FILE is given; use - for standard input");
        }
        PrintStream buffered = new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8);
        Optional<ExplainPrinter> printer = printer(line.getOptionValue("format", "text"), buffered, terminal);
        if (printer.isEmpty()) {
            return usage(err, "there is no format \"" + line.getOptionValue("format") + "\"; use text, tsv or json");
        }
        List<Phrase> phrases;
        try {
            phrases = Stream.of(Objects.requireNonNullElse(line.getOptionValues("phrase"), new String[0]))
                    .map(Phrase::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            return usage(err, String.valueOf(e.getMessage()));
        }
        int status =
                new ExplainCommand(new LineExplainer(phrases), printer.get()).explainAll(line.getArgList(), in, err);
        buffered.flush();
        return status;
    }

    private int explainAll(List<String> files, InputStream in, PrintStream err) {
        int status = DONE;
        for (String file : files) {
            try {
                explain(file, in);
            } catch (IOException e) {
                complain(err, file, LogReading.problem(e, file));
                status = NO_INPUT;
            } catch (InvalidPathException e) {
                complain(err, file, "is not a path");
                status = NO_INPUT;
            }
        }
        return status;
    }

    private static void complain(PrintStream err, String file, String problem) {
        err.print("saltban-agent: " + UntrustedText.show(file, NAME_CHARS_MAX) + ": " + problem + "\n");
    }

    private void explain(String file, InputStream in) throws IOException {
        if (file.equals("-")) {
            explain(in);
        } else {
            try (InputStream stream = Files.newInputStream(Path.of(file))) {
                explain(stream);
            }
        }
    }

    private void explain(InputStream in) throws IOException {
        FileLines.readContent(in, (content, notAfter) -> explainContent(content), Instant.MAX);
    }

    private void explainContent(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, SavedJournal.HEAD_BYTES);
        if (SavedJournal.isAt(buffered)) {
            new SavedJournal(new Messages()).read(buffered, Instant.MAX);
            return;
        }
        ExplainInput input = ExplainInput.of(buffered);
        while (input.next()) {
            print(input.line(), input.length(), explainer.explain(input.line(), 0, input.length()));
        }
    }

    private void print(byte[] line, int length, LineMeaning meaning) {
        number++;
        printer.print(number, line, length, meaning);
    }

    /** Shows a message of a saved journal as the line that syslog would have made of it. */
    private final class Messages implements LogConsumer {
        @Override
        public void line(byte[] buffer, int from, int to, Instant notAfter) {
            throw new IllegalStateException("a saved journal has no lines");
        }

        @Override
        public void message(LogMessage message) {
            byte[] prefix = prefix(message).getBytes(StandardCharsets.US_ASCII);
            byte[] line = Arrays.copyOf(prefix, prefix.length + message.text().length);
            System.arraycopy(message.text(), 0, line, prefix.length, message.text().length);
            LineMeaning meaning = message.isVouched() || !message.isOfDaemon()
                    ? explainer.explain(line, 0, line.length)
                    : new LineMeaning.Nobody("not-vouched", NOT_VOUCHED, List.of());
            print(line, line.length, meaning);
        }

        /** Whoever sent it chose the name: nothing in it may look like the end of the prefix. */
        private String prefix(LogMessage message) {
            String name = message.identifier().replaceAll("[^A-Za-z0-9._@()-]", "_");
            String pid = message.pid() < 0 ? "" : "[" + message.pid() + "]";
            return message.time() + " - " + name + pid + ": ";
        }
    }

    private static Options options() {
        Options options = new Options();
        options.addOption(null, "format", true, "text, tsv or json");
        options.addOption(null, "phrase", true, "an own phrase to try");
        options.addOption("h", "help", false, "this");
        return options;
    }

    private static Optional<ExplainPrinter> printer(String format, PrintStream out, boolean terminal) {
        return switch (format) {
            case "text" -> Optional.of(ExplainPrinter.text(out, terminal));
            case "tsv" -> Optional.of(ExplainPrinter.tsv(out));
            case "json" -> Optional.of(ExplainPrinter.json(out));
            default -> Optional.empty();
        };
    }

    private static int usage(PrintStream err, String problem) {
        err.print("saltban-agent: explain: " + UntrustedText.show(problem, NAME_CHARS_MAX) + "\n");
        err.print("usage: " + SYNOPSIS + "\n");
        err.print("saltban-agent explain --help says more\n");
        return USAGE;
    }
}
