package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import net.saltban.address.IpAddress;
import net.saltban.banfile.DeltaJson;
import net.saltban.durable.LockFile;
import net.saltban.finding.LogHealth;
import net.saltban.finding.Trust;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnforceCommandsTest {
    private static final Health HEALTH = new Health() {
        @Override
        public List<LogHealth> logs() {
            return List.of(new LogHealth("/var/log/auth.log", Trust.TEXT, 0, 1234, 2, ""));
        }

        @Override
        public Optional<OutboxExtent> outbox() {
            return Optional.of(new OutboxExtent("00c0ffee00c0ffee", 1, 17, 4096));
        }
    };

    @TempDir
    private Path folder;

    private Machine machine;
    private final Master master = new Master("198.51.100.1", "198.51.100.2");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void startMachine() throws IOException {
        machine = new Machine(folder);
    }

    private interface Command {
        int run(EnforceCommands commands, List<String> args, InputStream in, PrintStream out, PrintStream err);
    }

    private int run(Command command, byte[] in, String... args) {
        out.reset();
        err.reset();
        EnforceCommands commands = new EnforceCommands(machine.settings(), HEALTH, machine.enforcer());
        return command.run(
                commands,
                List.of(args),
                new ByteArrayInputStream(in),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private int run(Command command, String... args) {
        return run(command, new byte[0], args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void hold() throws IOException {
        machine.push(master, master.current());
    }

    private static String golden(String name) throws IOException {
        return NftScriptTest.golden(name);
    }

    @Nested
    final class Apply {
        @Test
        void files_are_asked_for_with_status_75() throws IOException {
            assertThat(run(EnforceCommands::apply, DeltaJson.toBytes(master.current())))
                    .isEqualTo(75);
            assertThat(out()).isEqualTo(golden("apply-needs-files.json"));
        }

        @Test
        void a_push_ends_with_status_0_and_the_whole_status() throws IOException {
            master.protect("198.51.100.2");
            master.bringFilesTo(folder);
            assertThat(run(EnforceCommands::apply, DeltaJson.toBytes(master.current())))
                    .isZero();
            assertThat(out()).isEqualTo(golden("apply-applied.json"));
            assertThat(run(EnforceCommands::apply, DeltaJson.toBytes(master.current())))
                    .isZero();
            assertThat(out()).startsWith("{\"v\":1,\"outcome\":\"unchanged\",");
        }

        @Test
        void a_test_is_marked_as_one() throws IOException {
            assertThat(run(EnforceCommands::apply, DeltaJson.toBytes(master.current()), "--test"))
                    .isEqualTo(75);
            assertThat(out())
                    .startsWith("{\"v\":1,\"outcome\":\"needs-files\",")
                    .contains(",\"test\":true,");
        }

        @Test
        void what_is_no_delta_is_refused_with_status_65() {
            assertThat(run(EnforceCommands::apply, "{}".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(65);
            assertThat(out())
                    .startsWith("{\"v\":1,\"outcome\":\"refused\",\"why\":\"standard input is no delta document:"
                            + " v is missing or not a whole number\",");
            assertThat(run(EnforceCommands::apply, "\u001b[31m".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(65);
            assertThat(out()).startsWith("{\"v\":1,\"outcome\":\"refused\"").doesNotContain("\u001b");
        }

        @Test
        void a_failure_of_the_back_end_ends_with_status_74() throws IOException {
            master.bringFilesTo(folder);
            machine.backend.failure = "nft is not installed";
            assertThat(run(EnforceCommands::apply, DeltaJson.toBytes(master.current())))
                    .isEqualTo(74);
            assertThat(out()).startsWith("{\"v\":1,\"outcome\":\"failed\",\"why\":\"nft is not installed\",");
        }

        @Test
        void going_back_needs_force() throws IOException {
            byte[] old = DeltaJson.toBytes(master.current());
            master.publish("198.51.100.1", "198.51.100.2");
            hold();
            assertThat(run(EnforceCommands::apply, old)).isEqualTo(65);
            assertThat(run(EnforceCommands::apply, old, "--force")).isZero();
        }
    }

    @Nested
    final class Locking {
        @Test
        void the_second_run_waits_and_then_says_so() throws IOException {
            EnforceLock lock = new EnforceLock(machine.folder, Duration.ofMillis(120));
            try (LockFile held = LockFile.tryLock(folder.resolve("lock")).orElseThrow()) {
                assertThat(held).isNotNull();
                assertThat(lock.whileHeld(() -> 0, () -> 75)).isEqualTo(75);
            }
            assertThat(lock.whileHeld(() -> 0, () -> 75)).isZero();
        }
    }

    @Nested
    final class Status {
        @Test
        void the_document_has_every_field() throws IOException {
            hold();
            assertThat(run(EnforceCommands::status, "--json")).isZero();
            assertThat(out()).isEqualTo(golden("status.json"));
        }

        @Test
        void people_read_a_few_lines() throws IOException {
            machine.guard.add(into -> into.add(IpAddress.parse("198.51.100.2"), "the peer of an open ssh session"));
            hold();
            machine.enforcer().release(IpAddress.parse("203.0.113.9"));
            assertThat(run(EnforceCommands::status)).isZero();
            assertThat(out()).isEqualTo(golden("status.txt"));
        }

        @Test
        void a_machine_that_is_switched_off_says_so_first() throws IOException {
            hold();
            run(EnforceCommands::off, "we", "are", "locked", "out");
            run(EnforceCommands::status);
            assertThat(out())
                    .contains("in force  NOTHING: switched OFF on this machine since 2026-01-05T03:04:05Z"
                            + " (we are locked out); 'saltban-agent on' ends it\n");
        }

        @Test
        void drift_is_called_drift() throws IOException {
            hold();
            machine.backend.inForce = Master.list("198.51.100.1");
            run(EnforceCommands::status);
            assertThat(out())
                    .contains(
                            "in force  DRIFT: 2 of 2 entries should be, but something else is; apply the list again\n");
        }

        @Test
        void what_cannot_be_told_is_a_problem_not_an_error() throws IOException {
            hold();
            machine.backend.failure = "nft: only root may read or change the firewall; run as root";
            assertThat(run(EnforceCommands::status)).isZero();
            assertThat(out())
                    .contains("in force  2 of 2 entries should be; what is cannot be told\n")
                    .endsWith("PROBLEM   nft: only root may read or change the firewall; run as root\n");
        }
    }

    @Nested
    final class BreakGlass {
        @Test
        void off_and_on() throws IOException {
            hold();
            assertThat(run(EnforceCommands::off)).isZero();
            assertThat(out())
                    .isEqualTo("Enforcement is off on this machine: nothing is refused, whatever is pushed, until"
                            + " 'saltban-agent on'.\n");
            assertThat(machine.backend.prefixes()).isEmpty();
            assertThat(run(EnforceCommands::on)).isZero();
            assertThat(out()).isEqualTo("Enforcement is on: prefixes in force: 2.\n");
            assertThat(machine.backend.prefixes()).hasSize(2);
        }

        @Test
        void off_lasts_even_if_the_back_end_fails() throws IOException {
            hold();
            machine.backend.failure = "nft is not installed";
            assertThat(run(EnforceCommands::off)).isEqualTo(74);
            assertThat(err()).isEqualTo("saltban-agent: nft is not installed\n");
            assertThat(folder.resolve("off")).exists();
        }

        @Test
        void release_and_its_end() throws IOException {
            hold();
            assertThat(run(EnforceCommands::release, "198.51.100.2")).isZero();
            assertThat(out())
                    .isEqualTo("198.51.100.2 is let in on this machine, whatever is pushed, until"
                            + " 'saltban-agent release 198.51.100.2 --end'.\n");
            assertThat(machine.backend.prefixes()).containsExactly("198.51.100.1");
            assertThat(run(EnforceCommands::release, "198.51.100.2", "--end")).isZero();
            assertThat(machine.backend.prefixes()).hasSize(2);
        }
    }

    @Nested
    final class IsBanned {
        private String ask(String address) {
            assertThat(run(EnforceCommands::isBanned, address)).isZero();
            return out().strip();
        }

        @Test
        void each_case_says_why() throws IOException {
            assertThat(ask("198.51.100.1")).isEqualTo(answer("198.51.100.1", "", false, "no list was received yet"));
            machine.guard.add(into -> into.add(IpAddress.parse("203.0.113.7"), "the Salt master"));
            master.publish("198.51.100.1", "203.0.113.0/24");
            hold();
            assertThat(ask("198.51.100.1"))
                    .isEqualTo(answer("198.51.100.1", "198.51.100.1", true, "is in the list and refused"));
            assertThat(ask("192.0.2.1")).isEqualTo(answer("192.0.2.1", "", false, "is not in the list"));
            assertThat(ask("203.0.113.9"))
                    .isEqualTo(answer(
                            "203.0.113.9",
                            "203.0.113.0/24",
                            false,
                            "is in the list, but kept out: 203.0.113.0/24 covers 203.0.113.7, the Salt master"));
            machine.enforcer().release(IpAddress.parse("198.51.100.1"));
            assertThat(ask("198.51.100.1"))
                    .isEqualTo(answer(
                            "198.51.100.1", "198.51.100.1", false, "is in the list, but was released on this machine"));
            machine.enforcer().endRelease(IpAddress.parse("198.51.100.1"));
            machine.backend.inForce = Master.list();
            assertThat(ask("198.51.100.1"))
                    .isEqualTo(answer(
                            "198.51.100.1",
                            "198.51.100.1",
                            false,
                            "is in the list, but what is in force differs from what should be; apply the list again"));
            machine.enforcer().switchOff("");
            assertThat(ask("198.51.100.1"))
                    .isEqualTo(answer(
                            "198.51.100.1",
                            "198.51.100.1",
                            false,
                            "is in the list, but enforcement is off on this machine"));
        }

        @Test
        void a_damaged_list_cannot_be_asked() throws IOException {
            hold();
            Files.writeString(folder.resolve("auto-ban.data"), "nonsense\n");
            assertThat(ask("198.51.100.1"))
                    .contains("\"banned\":false")
                    .contains("auto-ban.data:1: the first line is not");
        }

        private static String answer(String address, String prefix, boolean enforced, String why) {
            String quoted = prefix.isEmpty() ? "null" : "\"" + prefix + "\"";
            return "{\"v\":1,\"address\":\"" + address + "\",\"banned\":" + !prefix.isEmpty() + ",\"prefix\":" + quoted
                    + ",\"enforced\":" + enforced + ",\"why\":\"" + why + "\"}";
        }
    }

    @Nested
    final class Usage {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "release|an argument is missing|release ADDRESS [--end] [--config FILE] [--state-dir DIR]",
                    "release 192.0.2.0/24|\"192.0.2.0/24\" is no IPv4 or IPv6 address|release ADDRESS [--end] [--config FILE] [--state-dir DIR]",
                    "release 192.0.2.1 2|\"2\" is one argument too many|release ADDRESS [--end] [--config FILE] [--state-dir DIR]",
                    "is-banned|an argument is missing|is-banned ADDRESS [--config FILE] [--state-dir DIR]",
                    "status --jsno|there is no option \"--jsno\"|status [--json] [--config FILE] [--state-dir DIR]",
                    "status now|\"now\" is one argument too many|status [--json] [--config FILE] [--state-dir DIR]",
                    "apply --forced|there is no option \"--forced\"|apply [--force] [--test] [--config FILE] [--state-dir DIR] < DELTA",
                    "on now|\"now\" is one argument too many|on [--config FILE] [--state-dir DIR]",
                    "off --quick|there is no option \"--quick\"|off [REASON] [--config FILE] [--state-dir DIR]"
                })
        void a_wrong_command_line_is_told_with_the_right_one(String line, String problem, String synopsis) {
            String[] words = line.split(" ");
            String[] args = List.of(words).subList(1, words.length).toArray(String[]::new);
            assertThat(run(command(words[0]), args)).isEqualTo(64);
            assertThat(err())
                    .isEqualTo("saltban-agent: " + problem + "\nusage: saltban-agent " + synopsis
                            + "; see saltban-agent " + words[0] + " --help\n");
            assertThat(run(command(words[0]), "--help")).isZero();
            assertThat(out()).startsWith("usage: saltban-agent " + synopsis + "\n\n");
        }

        private static Command command(String name) {
            return switch (name) {
                case "apply" -> EnforceCommands::apply;
                case "status" -> EnforceCommands::status;
                case "off" -> EnforceCommands::off;
                case "on" -> EnforceCommands::on;
                case "release" -> EnforceCommands::release;
                case "is-banned" -> EnforceCommands::isBanned;
                default -> throw new IllegalArgumentException(name);
            };
        }
    }
}
