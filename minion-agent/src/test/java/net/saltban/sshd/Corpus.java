package net.saltban.sshd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The log lines in {@code src/test/resources/logs}. Above each line stands {@code # EXPECTED[ near SIGNATURE]; ORIGIN}, where EXPECTED is what
 * {@link #describe} says of it and {@code near} marks a near miss of a signature. In a line {@code %{TEXT*N}} stands for N times TEXT and
 * {@code %{hex:1b}} for a byte. Lines that begin with {@code ##} are remarks.
 * The folder {@code real} has a form of its own: {@link RealCase}.
 */
final class Corpus {
    private Corpus() {}

    /**
     * One line and what is expected of it.
     *
     * @param latin the line, each byte as one character
     */
    record Line(String place, String expected, String near, String latin) {
        byte[] bytes() {
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return place + " " + expected;
        }
    }

    static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(root().resolve("real")))
                    .sorted()
                    .toList()) {
                read(file, lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static Path root() {
        try {
            return Path.of(
                    Objects.requireNonNull(Corpus.class.getResource("/logs")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void read(Path file, List<Line> into) throws IOException {
        String comment = "";
        int number = 0;
        for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (text.startsWith("# ")) {
                comment = text.substring(2);
            } else if (!text.isEmpty() && !text.startsWith("##")) {
                String place = file.getFileName() + ":" + number;
                if (comment.isEmpty() || !comment.contains("; ")) {
                    throw new IllegalStateException(
                            place + ": no comment says what is expected, and where the line comes from");
                }
                String[] parts = comment.substring(0, comment.indexOf("; ")).split(" near ", -1);
                into.add(new Line(
                        place,
                        parts[0],
                        parts.length > 1 ? parts[1] : "",
                        new String(expand(text), StandardCharsets.ISO_8859_1)));
                comment = "";
            }
        }
    }

    private static byte[] expand(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("%{", at);
            int end = open < 0 ? text.length() : open;
            bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
            at = end;
            if (open >= 0) {
                int close = text.indexOf('}', open);
                bytes.writeBytes(macro(text.substring(open + 2, close)));
                at = close + 1;
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] macro(String macro) {
        if (macro.startsWith("hex:")) {
            return new byte[] {(byte) Integer.parseInt(macro.substring(4), 16)};
        }
        int star = macro.lastIndexOf('*');
        return macro.substring(0, star)
                .repeat(Integer.parseInt(macro.substring(star + 1)))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A meaning in the words of the corpus. */
    static String describe(LineMeaning meaning) {
        return meaning.match(
                noPrefix -> "no-prefix",
                tooLong -> "too-long",
                repetition -> "repetition " + repetition.times(),
                other -> "other-program",
                unknown -> "unknown",
                nobody -> "nobody " + nobody.signature(),
                ambiguous -> "ambiguous " + ambiguous.signature(),
                tells -> tells.kind() + " " + tells.address() + " " + tells.signature());
    }
}
