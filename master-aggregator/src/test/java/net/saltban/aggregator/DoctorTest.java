package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import net.saltban.aggregator.Bench.Result;
import net.saltban.fleet.FakeFleet;
import net.saltban.saltapi.SaltApiFault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an installation that is not as it should be, and of one that is. */
final class DoctorTest {
    private final Path folder;
    private final Bench bench;
    private final FakeFleet fleet;

    DoctorTest(@TempDir Path temporary) throws Exception {
        folder = temporary;
        bench = new Bench(temporary);
        fleet = bench.fleet();
    }

    @BeforeEach
    void threeBans() throws Exception {
        bench.enforceThreeBans();
    }

    @Nested
    final class Doctor {
        @Test
        void finds_nothing_wrong_with_a_healthy_installation() {
            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isZero();
            assertThat(doctor.out()).matches("""
                    ok       CONFIG: no problems
                    ok       STATE: only its owner writes here
                    ok       STATE/snapshots: only its owner writes here
                    ok       evidence: 7 findings of 6 sources, 3 bans
                    ok       mode enforce
                    ok       STATE/auto-ban.data: list [0-9]+ with 3 bans
                    ok       http://127.0.0.1:8000: user saltban can log in
                    ok       saltban.findings: granted
                    ok       saltban.apply: granted
                    ok       saltban.status: granted
                    ok       saltban.returns: granted
                    ok       saltban.publish: granted, and list [0-9]+ is on the file server
                    ok       the last report came 0 s ago
                    """);
        }

        @Test
        void changes_nothing() {
            fleet.forgetCalls();

            bench.run("doctor");

            assertThat(fleet.calls())
                    .filteredOn(call -> call.startsWith("publish saltban"))
                    .isNotEmpty()
                    .allMatch(call -> call.endsWith(" saltban.doctor.no-such-minion"));
        }

        @Test
        void names_the_grant_that_is_missing_and_goes_on() {
            fleet.fail("saltban.apply", SaltApiFault.NOT_GRANTED);

            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isEqualTo(77);
            assertThat(doctor.out())
                    .contains("PROBLEM  http://127.0.0.1:8000: saltban.apply: NOT_GRANTED\n")
                    .contains("ok       saltban.status: granted\n");
        }

        @Test
        void stops_asking_salt_api_if_nobody_answers() {
            fleet.fail("login", SaltApiFault.UNREACHABLE);

            assertThat(bench.run("doctor").out())
                    .containsOnlyOnce("UNREACHABLE")
                    .contains("ok       the last report came");
        }

        @Test
        void names_a_silent_minion_and_cron_that_does_not_run() {
            bench.pass(Duration.ofDays(2));

            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isEqualTo(75);
            assertThat(doctor.out())
                    .contains("PROBLEM  the last report came 2 d ago; is cron running saltban collect"
                            + " (/etc/cron.d/saltban)?\n")
                    .contains("PROBLEM  web1: reported 2 d ago; see salt web1 saltban.status\n");
        }

        @Test
        void reports_every_problem_of_the_configuration() throws Exception {
            bench.configure("whitelist: []\ncollect: {timeout: soon}\n");

            Result doctor = bench.run("doctor");

            assertThat(doctor.status()).isEqualTo(78);
            assertThat(doctor.out()).isEqualTo("""
                    PROBLEM  CONFIG:3: collect.timeout is "soon"; use a number with s, m, h or d, from 1s to 1h
                    PROBLEM  CONFIG:2: whitelist is no key; use allowlist
                    """);
        }

        @Test
        void sends_root_to_the_owner_of_the_state_folder() throws Exception {
            assumeThat(Files.getOwner(bench.stateDir()).getName())
                    .as("only root can give a folder away")
                    .isEqualTo("root");
            Files.setOwner(
                    bench.stateDir(),
                    bench.stateDir()
                            .getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody"));

            assertThat(bench.run("doctor")).isEqualTo(new Result(77, """
                            PROBLEM  STATE: this folder belongs to nobody; run saltban as that user, by: runuser -u nobody -- saltban ...
                            """, ""));
        }

        @Test
        void refuses_a_folder_that_others_write_to() throws Exception {
            Files.setPosixFilePermissions(bench.stateDir(), PosixFilePermissions.fromString("rwxrwxrwx"));

            assertThat(bench.run("doctor").out())
                    .contains("PROBLEM  STATE: others can write here (rwxrwxrwx); chmod 750 STATE\n");
        }
    }

    @Nested
    final class ConfigurationOf {
        @Test
        void without_problems_is_said_to_be_so() {
            assertThat(bench.run("config")).isEqualTo(new Result(0, "CONFIG: no problems\n", ""));
        }

        @Test
        void with_problems_names_them_all() throws Exception {
            bench.configure("whitelist: []\ncollect: {timeout: soon}\n");

            assertThat(bench.run("bans")).isEqualTo(new Result(78, "", """
                            saltban: CONFIG:3: collect.timeout is "soon"; use a number with s, m, h or d, from 1s to 1h
                            saltban: CONFIG:2: whitelist is no key; use allowlist
                            """));
        }

        @Test
        void that_is_not_there_names_the_way_to_one() throws Exception {
            Files.delete(bench.config());

            assertThat(bench.run("collect"))
                    .isEqualTo(new Result(
                            66,
                            "",
                            "saltban: CONFIG: there is no such file; make it by: saltban config --default > CONFIG\n"));
        }

        @Test
        void by_default_is_printed_with_every_key() {
            assertThat(bench.run("config", "--default").out()).startsWith("# Configuration of saltban");
        }

        @Test
        void with_a_password_that_others_can_read_is_refused() throws Exception {
            Path password = folder.resolve("password");
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

            Result collect = bench.run("collect");

            assertThat(collect.status()).isEqualTo(78);
            assertThat(collect.err())
                    .isEqualTo(
                            "saltban: " + password + ": its mode is rw-r--r--, so that more than its owner can use it;"
                                    + " chmod 600 it and change the password\n");
        }
    }
}
