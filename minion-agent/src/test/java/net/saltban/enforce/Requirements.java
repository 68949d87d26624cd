package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/** What a test of the real thing needs of the machine. It is skipped where that is missing, and says so; with CI=true it fails. */
public final class Requirements {
    private Requirements() {}

    /** Root, and programs by name. */
    public static void rootAnd(String... programs) {
        List<String> missing = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("root");
        }
        require(missing, programs);
    }

    /** Programs by name. */
    public static void programs(String... programs) {
        require(new ArrayList<>(), programs);
    }

    /** Whether a program is installed. */
    public static boolean isThere(String program) {
        return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void require(List<String> missing, String... programs) {
        for (String program : programs) {
            if (!isThere(program)) {
                missing.add(program);
            }
        }
        if ("true".equals(System.getenv("CI"))) {
            assertThat(missing)
                    .as("what this test needs and is missing; with CI=true it must run")
                    .isEmpty();
        }
        Assumptions.assumeTrue(missing.isEmpty(), "skipped: needs " + String.join(", ", missing));
    }
}
