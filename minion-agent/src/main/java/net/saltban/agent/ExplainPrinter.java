package net.saltban.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import net.saltban.limits.InputLimits;
import net.saltban.sshd.LineMeaning;
import net.saltban.text.UntrustedText;

/** Prints what lines mean: for people, or one row a line for programs. */
interface ExplainPrinter {
    /** Characters of a line that are shown. */
    int LINE_CHARS_MAX = 1000;

    /** Characters of a user name or a look-alike that are shown. */
    int NAME_CHARS_MAX = 120;

    /** Prints one line's meaning. */
    void print(long number, byte[] line, int length, LineMeaning meaning);

    /** Number, address and kind, tab separated, of each line that blames or admits an address; nothing of others. */
    static ExplainPrinter tsv(PrintStream out) {
        return (number, line, length, meaning) -> {
            if (meaning instanceof LineMeaning.Tells tells) {
                out.print(number + "\t" + tells.address() + "\t" + tells.kind() + "\n");
            }
        };
    }

    /** One JSON object for each line. */
    static ExplainPrinter json(PrintStream out) {
        JsonFactory factory = new JsonFactory();
        return (number, line, length, meaning) -> {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = factory.createGenerator(text)) {
                json.writeStartObject();
                json.writeNumberField("line", number);
                writeFields(json, meaning);
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.print(text + "\n");
        };
    }

    private static void writeFields(JsonGenerator json, LineMeaning meaning) throws IOException {
        json.writeStringField("meaning", word(meaning));
        if (meaning instanceof LineMeaning.Tells tells) {
            json.writeStringField("signature", tells.signature());
            json.writeStringField("address", tells.address().toString());
            json.writeNumberField("from", tells.from());
            json.writeNumberField("to", tells.to());
            if (!tells.user().isEmpty()) {
                json.writeStringField("user", UntrustedText.show(tells.user(), NAME_CHARS_MAX));
            }
            json.writeStringField("counts", tells.counts());
        } else if (meaning instanceof LineMeaning.Ambiguous ambiguous) {
            json.writeStringField("signature", ambiguous.signature());
            json.writeStringField("why", ambiguous.why());
        } else if (meaning instanceof LineMeaning.Nobody nobody) {
            json.writeStringField("signature", nobody.signature());
            json.writeStringField("why", nobody.why());
        } else if (meaning instanceof LineMeaning.Repetition repetition) {
            json.writeNumberField("times", repetition.times());
        } else if (meaning instanceof LineMeaning.OtherProgram other) {
            json.writeStringField("program", UntrustedText.show(other.tag(), NAME_CHARS_MAX));
        }
        List<LineMeaning.LookAlike> lookAlikes = lookAlikes(meaning);
        if (!lookAlikes.isEmpty()) {
            json.writeArrayFieldStart("not");
            for (LineMeaning.LookAlike lookAlike : lookAlikes) {
                json.writeStartObject();
                json.writeStringField("text", UntrustedText.show(lookAlike.text(), NAME_CHARS_MAX));
                json.writeStringField("why", lookAlike.why());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /** For people; in colours on a terminal. */
    static ExplainPrinter text(PrintStream out, boolean coloured) {
        return (number, line, length, meaning) -> {
            String shown = meaning instanceof LineMeaning.Tells tells
                    ? show(line, 0, tells.from())
                            + colour(coloured, tells.kind(), show(line, tells.from(), tells.to()))
                            + show(line, tells.to(), length)
                    : show(line, 0, length);
            out.print(number + ": " + shown + "\n");
            out.print("    " + sentence(meaning, coloured) + "\n");
            for (LineMeaning.LookAlike lookAlike : lookAlikes(meaning)) {
                out.print("    not " + UntrustedText.show(lookAlike.text(), NAME_CHARS_MAX) + ": " + lookAlike.why()
                        + "\n");
            }
        };
    }

    private static String sentence(LineMeaning meaning, boolean coloured) {
        return meaning.match(
                noPrefix -> "no prefix of a syslog daemon: anybody can have written it, so it never acts",
                tooLong -> "longer than " + ScanTable.number(InputLimits.LOG_LINE_BYTES_MAX) + " bytes: passed over",
                repetition -> "the line before came again, " + repetition.times()
                        + " times: each counts as that did, if it was sshd's and counted one attempt at once",
                other -> "not sshd's: written by " + UntrustedText.show(other.tag(), NAME_CHARS_MAX),
                unknown -> "no signature matches the message: it blames nobody",
                nobody -> nobody.signature() + ": it blames nobody: " + nobody.why(),
                ambiguous -> ambiguous.signature() + ": ambiguous, so it blames nobody: " + ambiguous.why(),
                tells -> tells.signature() + ": " + colour(coloured, tells.kind(), tells.kind() + " " + tells.address())
                        + (tells.user().isEmpty()
                                ? ""
                                : ", user \"" + UntrustedText.show(tells.user(), NAME_CHARS_MAX) + "\"")
                        + "; counts " + tells.counts());
    }

    private static String word(LineMeaning meaning) {
        return meaning.match(
                noPrefix -> "no-prefix",
                tooLong -> "too-long",
                repetition -> "repetition",
                other -> "other-program",
                unknown -> "unknown",
                nobody -> "nobody",
                ambiguous -> "ambiguous",
                LineMeaning.Tells::kind);
    }

    private static List<LineMeaning.LookAlike> lookAlikes(LineMeaning meaning) {
        return meaning.match(
                noPrefix -> List.of(),
                tooLong -> List.of(),
                repetition -> List.of(),
                other -> List.of(),
                LineMeaning.Unknown::lookAlikes,
                LineMeaning.Nobody::lookAlikes,
                LineMeaning.Ambiguous::lookAlikes,
                LineMeaning.Tells::lookAlikes);
    }

    private static String show(byte[] line, int from, int to) {
        return UntrustedText.show(new String(line, from, to - from, StandardCharsets.ISO_8859_1), LINE_CHARS_MAX);
    }

    private static String colour(boolean coloured, String kind, String text) {
        String code = switch (kind) {
            case "failure" -> "31";
            case "success" -> "32";
            default -> "33";
        };
        return coloured ? "\u001b[1;" + code + "m" + text + "\u001b[0m" : text;
    }
}
