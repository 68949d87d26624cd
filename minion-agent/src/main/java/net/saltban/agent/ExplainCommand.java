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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.saltban.journal.SavedJournal;
import net.saltban.problem.ProblemsException;
import net.saltban.source.FileLines;
import net.saltban.source.LogConsumer;
import net.saltban.source.LogMessage;
import net.saltban.sshd.LineExplainer;
import net.saltban.sshd.LineMeaning;
import net.saltban.sshd.Phrase;
import net.saltban.text.UntrustedText;
import org.apache.commons.cli.Options;

/**
 * {@code saltban-agent explain FILE... [--format text|tsv|json]}: what each line means. {@code -} is standard input. Lines are numbered from 1
 * through all files. Needs no configuration, no state, no network; where there is a configuration, its
 * phrases count, as they do for {@code scan}.
 */
final class ExplainCommand {
    private static final int NAME_CHARS_MAX = 200;
    private static final String NOT_VOUCHED =
            "the journal does not say that the daemon wrote it, as root and by syslog";
    static final String SYNOPSIS =
            "saltban-agent explain FILE... [--format text|tsv|json] [--phrase PHRASE]... [--config FILE]";

    private static final String HELP = "usage: " + SYNOPSIS + """

            Says for each line of a log what it means: which signature, which part is the address, why a look-alike is not.
            - is standard input; lines are numbered through all files.
            Compressed files (gzip, xz, zstd) and what journalctl -o export or -o json printed are read as well.

              --format text   for people (default); in colours on a terminal
              --format tsv    line number, address and failure, success or probe, for each line that blames or admits
              --format json   one object for each line
              --phrase PHRASE tries an own phrase; may be given more than once
              --config FILE   configuration instead of /etc/saltban/agent.yaml: its phrases count as well
            """;

    private final LineExplainer explainer;
    private final ExplainPrinter printer;
    private long number;

    private ExplainCommand(LineExplainer explainer, ExplainPrinter printer) {
        this.explainer = explainer;
        this.printer = printer;
    }

    /** Runs the command. */
    static ExitStatus run(List<String> args, Surroundings surroundings)
            throws UsageException, ProblemsException, IOException {
        Options options = CommandOptions.options();
        options.addOption(null, "format", true, "text, tsv or json");
        options.addOption(null, "phrase", true, "an own phrase to try");
        CommandOptions line = CommandOptions.parse(options, args);
        if (line.has("help")) {
            surroundings.out().print(HELP);
            return ExitStatus.OK;
        }
        if (line.arguments().isEmpty()) {
            throw new UsageException("no FILE is given; use - for standard input");
        }
        PrintStream buffered =
                new PrintStream(new BufferedOutputStream(surroundings.out()), false, StandardCharsets.UTF_8);
        ExplainPrinter printer = printer(line.value("format").orElse("text"), buffered, surroundings.isTerminal());
        List<Phrase> phrases = new ArrayList<>(line.configuration().phrases());
        for (String text : line.values("phrase")) {
            phrases.add(phrase(text));
        }
        ExitStatus status =
                new ExplainCommand(new LineExplainer(phrases), printer).explainAll(line.arguments(), surroundings);
        buffered.flush();
        return status;
    }

    private static Phrase phrase(String text) throws UsageException {
        try {
            return Phrase.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private ExitStatus explainAll(List<String> files, Surroundings surroundings) {
        ExitStatus status = ExitStatus.OK;
        for (String file : files) {
            try {
                explain(file, surroundings.in());
            } catch (IOException e) {
                complain(surroundings.err(), file, LogReading.problem(e, file));
                status = ExitStatus.NO_INPUT;
            } catch (InvalidPathException e) {
                complain(surroundings.err(), file, "is not a path");
                status = ExitStatus.NO_INPUT;
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
        ExplainInput input = new ExplainInput(buffered);
        while (input.next()) {
            LineMeaning meaning = input.isTooLong()
                    ? new LineMeaning.TooLong()
                    : explainer.explainNext(input.line(), 0, input.length());
            print(input.line(), input.length(), meaning);
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

    private static ExplainPrinter printer(String format, PrintStream out, boolean terminal) throws UsageException {
        return switch (format) {
            case "text" -> ExplainPrinter.text(out, terminal);
            case "tsv" -> ExplainPrinter.tsv(out);
            case "json" -> ExplainPrinter.json(out);
            default -> throw new UsageException("there is no format \"" + format + "\"; use text, tsv or json");
        };
    }
}
