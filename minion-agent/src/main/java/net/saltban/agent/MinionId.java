package net.saltban.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import net.saltban.limits.BoundedInput;

/** What this machine calls itself: as Salt has it, else its host name. Nobody believes it; it is for people. */
final class MinionId {
    private static final int BYTES_MAX = 4096;

    private MinionId() {}

    static String ofThisMachine() {
        return firstLine(Path.of("/etc/salt/minion_id"))
                .or(() -> firstLine(Path.of("/proc/sys/kernel/hostname")))
                .orElse("localhost");
    }

    /** Empty where there is no such file, it may not be read, or nothing is in it. */
    private static Optional<String> firstLine(Path file) {
        try {
            String text = new String(BoundedInput.readAll(file, BYTES_MAX), StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // not a Salt minion, say: the next name will do
        }
    }
}
