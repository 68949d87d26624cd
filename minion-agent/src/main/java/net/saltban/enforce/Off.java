package net.saltban.enforce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import net.saltban.durable.AtomicFile;
import net.saltban.limits.BoundedInput;
import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * That an operator has switched enforcement off on this machine. The file {@code off}: first line the time in RFC 3339, second
 * line the reason. Whatever it holds, as long as it is there enforcement is off: {@code touch} suffices in need.
 *
 * @param since when it was switched off; the time of the file's last change if the file does not tell
 * @param reason why, safe to show; may be empty
 */
record Off(Instant since, String reason) {
    private static final int BYTES_MAX = 4096;

    Off {
        since = since.truncatedTo(ChronoUnit.SECONDS);
        reason = UntrustedText.show(reason, InputLimits.TEXT_CHARS_MAX);
    }

    static Optional<Off> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        if (Files.size(file) > BYTES_MAX) {
            return Optional.of(new Off(changed, ""));
        }
        List<String> lines = new String(BoundedInput.readAll(file, BYTES_MAX), StandardCharsets.UTF_8)
                .lines()
                .toList();
        try {
            Instant since = lines.isEmpty() ? changed : Instant.parse(lines.get(0));
            return Optional.of(new Off(since, lines.size() > 1 ? lines.get(1) : ""));
        } catch (DateTimeException e) {
            return Optional.of(new Off(changed, lines.get(0)));
        }
    }

    void write(Path file) throws IOException {
        new AtomicFile(file, "rw-r--r--").write((since + "\n" + reason + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
