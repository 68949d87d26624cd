package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is installed: launcher and jar that the build left in {@code dist}. */
final class LauncherIT {
    @TempDir
    Path folder = Path.of("/");

    private Path launcher = Path.of("/");

    @BeforeEach
    void install() throws IOException {
        Path dist = Path.of(System.getProperty("saltban.dist", "dist"));
        Path bin = Files.createDirectories(folder.resolve("opt/saltban/bin"));
        launcher = bin.resolve("saltban-agent");
        Files.copy(dist.resolve("bin/saltban-agent"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(dist.resolve("lib/saltban-agent.jar"), folder.resolve("opt/saltban/saltban-agent.jar"));
    }

    private record Ended(int status, String said) {}

    private static Ended run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    @Test
    void runs_where_it_is_installed_and_through_links() throws Exception {
        Path link = folder.resolve("usr/local/bin/saltban-agent");
        Files.createDirectories(folder.resolve("usr/local/bin"));
        Files.createSymbolicLink(link, Path.of("../../../opt/saltban/bin/saltban-agent"));
        for (Path path : List.of(launcher, link)) {
            Ended ended = run(Map.of(), path.toString(), "version");
            assertThat(ended.said()).startsWith("saltban-agent ").doesNotContain("development");
            assertThat(ended.status()).isZero();
        }
    }

    @Test
    void an_archive_is_made_beside_the_jar_and_changes_nothing_but_speed() throws Exception {
        Path log = Files.writeString(
                folder.resolve("auth.log"),
                "2026-01-05T03:04:05Z web1 sshd[9]: Failed password for root from 203.0.113.66 port 40022 ssh2\n");
        Ended before = run(Map.of(), launcher.toString(), "scan", log.toString());
        Ended made = run(Map.of(), launcher.toString(), "make-archive");
        assertThat(made.said()).isEmpty();
        assertThat(made.status()).isZero();
        try (Stream<Path> files = Files.list(folder.resolve("opt/saltban"))) {
            List<String> archives = Runtime.version().feature() < 25
                    ? List.of("saltban-agent.jsa")
                    : List.of("saltban-agent-scan.aot", "saltban-agent.aot");
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> !name.equals("bin") && !name.equals("saltban-agent.jar"))
                            .sorted())
                    .containsExactlyElementsOf(archives);
        }
        assertThat(run(Map.of(), launcher.toString(), "scan", log.toString())).isEqualTo(before);
    }

    @Test
    void an_archive_in_a_folder_with_a_blank_is_used() throws Exception {
        Path home = Files.createDirectories(folder.resolve("my salt ban"));
        Path program = Files.createDirectories(home.resolve("bin")).resolve("saltban-agent");
        Files.copy(launcher, program, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(folder.resolve("opt/saltban/saltban-agent.jar"), home.resolve("saltban-agent.jar"));
        Path log = Files.writeString(folder.resolve("auth.log"), "no line of sshd's\n");
        assertThat(run(Map.of(), program.toString(), "make-archive").status()).isZero();
        assertOneLine(run(Map.of(), program.toString(), "version"));
        assertOneLine(run(Map.of(), program.toString(), "scan", log.toString()));
    }

    @Test
    void an_archive_of_another_jar_is_passed_over_in_silence() throws Exception {
        for (String name : List.of("saltban-agent.jsa", "saltban-agent.aot", "saltban-agent-scan.aot")) {
            Files.writeString(folder.resolve("opt/saltban").resolve(name), "no archive at all");
        }
        assertOneLine(run(Map.of(), launcher.toString(), "version"));
        Path log = Files.writeString(folder.resolve("auth.log"), "no line of sshd's\n");
        assertOneLine(run(Map.of(), launcher.toString(), "scan", log.toString()));
    }

    private static void assertOneLine(Ended ended) {
        assertThat(ended.said().lines()).hasSize(1);
        assertThat(ended.status()).isZero();
    }

    @Test
    void ends_with_the_status_of_the_command() throws Exception {
        Path nothing = folder.resolve("nothing.log");
        Path log = Files.writeString(folder.resolve("auth.log"), "no line of sshd's\n");
        assertThat(run(Map.of(), launcher.toString(), "scan", log.toString()).status())
                .isZero();
        assertThat(run(Map.of(), launcher.toString(), "scan", nothing.toString())
                        .status())
                .isEqualTo(66);
        assertThat(run(Map.of(), launcher.toString(), "scan", "--nonsense").status())
                .isEqualTo(64);
        assertThat(run(Map.of(), launcher.toString()).status()).isEqualTo(64);
        assertThat(run(Map.of(), "/bin/sh", "-c", launcher + " scan " + log + " >/dev/full")
                        .status())
                .isEqualTo(74);
    }

    @Test
    void a_missing_jar_says_what_to_do() throws Exception {
        Files.delete(folder.resolve("opt/saltban/saltban-agent.jar"));
        Ended ended = run(Map.of(), launcher.toString(), "version");
        assertThat(ended.said())
                .isEqualTo(
                        "saltban-agent: " + folder.toRealPath().resolve("opt/saltban")
                                + ": saltban-agent.jar is missing; build with 'mvn package', or apply the Salt state saltban\n");
        assertThat(ended.status()).isEqualTo(66);
    }

    @Test
    void a_java_that_is_too_old_is_passed_over() throws Exception {
        Path old = folder.resolve("jdk-11");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho too old\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Ended ended = run(Map.of("JAVA_HOME", old.toString()), launcher.toString(), "version");
        assertThat(ended.said()).doesNotContain("too old");
    }
}
