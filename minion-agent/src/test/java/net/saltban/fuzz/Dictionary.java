package net.saltban.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import net.saltban.sshd.LineWords;

/** The words of log lines in the form that libFuzzer reads: one a line, in quotes, other bytes in hexadecimal. */
final class Dictionary {
    private Dictionary() {}

    static void write(Path file) throws IOException {
        List<String> lines = LineWords.all().stream().map(Dictionary::quoted).toList();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    private static String quoted(String word) {
        StringBuilder text = new StringBuilder("\"");
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '"' && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x").append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        return text.append('"').toString();
    }
}
