package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/**
 * No flood takes more memory than the agent has, and none makes it lose an attempt. {@code -Dsaltban.flood.addresses=5000000} for as many addresses
 * of one /64.
 */
final class BoundedMemoryIT {
    private static final int ADDRESSES = Integer.getInteger("saltban.flood.addresses", 500_000);
    private static final int NAMES = 200_000;
    private static final int PROCESSES = 500_000;
    private static final String HEAP = "-Xmx24m";
    private static final int STATE_BYTES_MAX = 2 * 1024 * 1024;

    @Test
    void addresses_of_one_network_of_64_bits() throws Exception {
        assertThat(flood("addresses", ADDRESSES)).startsWith("attempts=" + ADDRESSES + " findings=" + ADDRESSES + " ");
    }

    @Test
    void names_from_one_address() throws Exception {
        assertThat(flood("names", NAMES)).startsWith("attempts=" + NAMES + " findings=1 ");
    }

    @Test
    void processes_that_never_close() throws Exception {
        assertThat(flood("processes", PROCESSES)).startsWith("attempts=" + PROCESSES + " findings=1 ");
    }

    private static String flood(String kind, int lines) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                        FloodMain.class.getName(),
                        kind,
                        String.valueOf(lines))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        int state = Integer.parseInt(said.strip().replaceFirst(".*state=", ""));
        assertThat(state).as("bytes of the state").isLessThan(STATE_BYTES_MAX);
        return said;
    }
}
