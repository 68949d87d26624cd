package net.saltban.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SshSessionsTest {
    private static final String PEER = "192.0.2.7 the peer of an open ssh session";
    private static final long INODE = 4711;

    @TempDir
    private Path folder;

    private Path proc;
    private Path sshd;

    @BeforeEach
    void layOutTables() throws IOException {
        proc = Files.createDirectories(folder.resolve("proc"));
        Files.createDirectory(proc.resolve("net"));
        Files.writeString(
                folder.resolve("passwd"),
                "root:x:0:0::/root:/bin/sh\nsshd:x:105:65534::/run/sshd:/usr/sbin/nologin\nalice:x:1000:1000::/home/alice:/bin/sh\n");
        sshd = Files.createFile(folder.resolve("sshd"));
        sockets(listening(0), SystemTablesTest.line("0100007F:0016", "070200C0:9370", "01", 0, (int) INODE));
    }

    private void sockets(String... lines) throws IOException {
        Files.writeString(proc.resolve("net/tcp"), "head\n" + String.join("\n", lines) + "\n");
    }

    private static String listening(int uid) {
        return SystemTablesTest.line("00000000:0016", "00000000:0000", "0A", uid, 1);
    }

    private void process(String title, long uid, Path program) throws IOException {
        Path process = Files.createDirectories(proc.resolve("77"));
        Files.writeString(process.resolve("cmdline"), title + "\0\0\0");
        Files.writeString(process.resolve("status"), "Name:\tsshd\nUid:\t0\t" + uid + "\t0\t0\n");
        Files.createSymbolicLink(process.resolve("exe"), program);
        Path descriptors = Files.createDirectory(process.resolve("fd"));
        Files.createSymbolicLink(descriptors.resolve("4"), Path.of("socket:[" + INODE + "]"));
    }

    private List<String> found() throws IOException {
        Protections protections = new Protections();
        int owner = (Integer) Files.getAttribute(sshd, "unix:uid");
        new SshSessions(proc, folder.resolve("passwd"), owner).collect(protections);
        return protections.found().stream()
                .map(protection -> protection.prefix() + " " + protection.why())
                .toList();
    }

    @Nested
    final class Titles {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "sshd: root@pts/0|0",
                    "sshd: alice@pts/0,pts/3|1000",
                    "sshd: alice@notty|1000",
                    "sshd: alice|1000",
                    "sshd-session: alice@pts/0|1000",
                    "sshd: bob@corp.example@pts/0|70001",
                    "sshd: bob@corp.example|70001"
                })
        void a_session_behind_its_authentication_protects_its_peer(String title, long uid) throws IOException {
            process(title, uid, sshd);
            assertThat(found()).containsExactly(PEER);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "sshd: [accepted]|0",
                    "sshd: alice [priv]|0",
                    "sshd: alice [net]|105",
                    "sshd: alice [pam]|0",
                    "sshd: root [priv]|0",
                    "sshd: unknown [net]|105",
                    "sshd-session: alice [priv]|0",
                    "sshd-auth: alice [net]|105",
                    "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups|0",
                    "/usr/sbin/sshd -D -R|0",
                    // cut where the space for the title ended
                    "sshd: alice|0",
                    "sshd: alice|105",
                    "sshd: bob@corp.example|0",
                    "sshd: bob@corp.example|105",
                    // another local user's process
                    "sshd: root@pts/0|1000",
                    "sshd: bob@pts/0|1000"
                })
        void a_connection_that_is_still_guessing_protects_nobody(String title, long uid) throws IOException {
            process(title, uid, sshd);
            assertThat(found()).isEmpty();
        }
    }

    @Nested
    final class Processes {
        @Test
        void a_program_that_only_calls_itself_sshd_protects_nobody() throws IOException {
            process("sshd: alice@pts/0", 1000, Files.createFile(folder.resolve("netcat")));
            assertThat(found()).isEmpty();
        }

        @Test
        void a_file_of_somebody_else_is_not_sshd() throws IOException {
            process("sshd: alice@pts/0", 1000, sshd);
            Protections protections = new Protections();
            int other = (Integer) Files.getAttribute(sshd, "unix:uid") + 1;
            new SshSessions(proc, folder.resolve("passwd"), other).collect(protections);
            assertThat(protections.found()).isEmpty();
        }

        @Test
        void a_session_of_a_program_that_was_replaced_by_an_upgrade_still_counts() throws IOException {
            process("sshd: alice@pts/0", 1000, Files.createFile(folder.resolve("sshd (deleted)")));
            assertThat(found()).containsExactly(PEER);
        }

        @Test
        void a_connection_to_a_port_on_which_root_does_not_listen_protects_nobody() throws IOException {
            sockets(listening(1000), SystemTablesTest.line("0100007F:0016", "070200C0:9370", "01", 0, (int) INODE));
            process("sshd: alice@pts/0", 1000, sshd);
            assertThat(found()).isEmpty();
        }

        @Test
        void a_socket_that_is_not_the_sessions_protects_nobody() throws IOException {
            sockets(listening(0), SystemTablesTest.line("0100007F:0016", "070200C0:9370", "01", 0, (int) INODE + 1));
            process("sshd: alice@pts/0", 1000, sshd);
            assertThat(found()).isEmpty();
        }

        @Test
        void a_process_that_cannot_be_read_stops_the_guard() throws IOException {
            process("sshd: alice@pts/0", 1000, sshd);
            Files.writeString(proc.resolve("77/status"), "Name:\tsshd\n");
            assertThatThrownBy(() -> found()).hasMessageEndingWith("/77/status: no line \"Uid:\"");
        }
    }
}
