package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guard beside a real sshd: who is in is protected, who is still guessing is not. */
final class SshSessionsIT {
    @TempDir
    private Path folder;

    private Server server;

    @BeforeAll
    static void requireTools() {
        Requirements.rootAnd("nft", "ip", "sshd", "ssh", "ssh-keygen", "mkfifo");
    }

    @BeforeEach
    void startSshd() throws IOException {
        server = new Server(Files.createDirectory(folder.resolve("enforce")));
        server.namespace().sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file("host"));
        server.namespace().sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file("key"));
        server.namespace().sh("mkfifo", file("asked"));
        Files.writeString(folder.resolve("askpass"), "#!/bin/sh\necho asked > " + file("asked") + "\nexec sleep 60\n");
        Files.setPosixFilePermissions(folder.resolve("askpass"), PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(Path.of("/run/sshd"));
        Files.writeString(
                folder.resolve("sshd_config"),
                String.join(
                        "\n",
                        "Port " + Server.SSH,
                        "HostKey " + file("host"),
                        "AuthorizedKeysFile " + file("key.pub"),
                        "PidFile none",
                        "StrictModes no",
                        "UsePAM no",
                        "PermitRootLogin yes",
                        "PasswordAuthentication yes",
                        ""));
        server.namespace().start(List.of("/usr/sbin/sshd", "-D", "-f", file("sshd_config"), "-E", file("log")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> ssh(String source, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "SSH_ASKPASS=" + file("askpass"),
                "SSH_ASKPASS_REQUIRE=force",
                "ssh",
                "-F",
                "none",
                "-b",
                source,
                "-p",
                String.valueOf(Server.SSH),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ConnectionAttempts=20"));
        command.addAll(List.of(more));
        command.add("root@" + (source.contains(":") ? Server.IPV6 : Server.IPV4));
        return command;
    }

    /** Logs in with the key; returns once the far side has answered. */
    private Process logIn(String source) throws IOException {
        List<String> command = ssh(source, "-i", file("key"), "-o", "PreferredAuthentications=publickey");
        command.addAll(List.of("echo in; cat"));
        Process session = server.neighbour().start(command);
        assertThat(Server.lines(session).readLine()).isEqualTo("in");
        return session;
    }

    /** Begins to log in with a password; returns once the client is asked for it. */
    private void guess(String source) throws IOException {
        server.neighbour().start(ssh(source, "-o", "PreferredAuthentications=password"));
        assertThat(Files.readString(folder.resolve("asked"))).isEqualTo("asked\n");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void a_session_protects_its_peer_until_it_ends_and_a_guess_protects_nobody() throws Exception {
        Process ipv4 = logIn(Server.ADMIN);
        Process ipv6 = logIn(Server.ADMIN_IPV6);
        guess(Server.ATTACKER);
        guess(Server.ATTACKER_IPV6);
        Master master = new Master(Server.ADMIN, Server.ATTACKER, Server.ADMIN_IPV6, Server.ATTACKER_IPV6);
        assertThat(server.push(master))
                .contains("\"refused\":["
                        + "{\"prefix\":\"192.0.2.10\",\"why\":\"is the peer of an open ssh session\"},"
                        + "{\"prefix\":\"2001:db8:1::10\",\"why\":\"is the peer of an open ssh session\"}]");
        assertThat(server.table())
                .contains(Server.ATTACKER, Server.ATTACKER_IPV6)
                .doesNotContain(Server.ADMIN + ",", Server.ADMIN_IPV6);
        ipv4.getOutputStream().close();
        ipv6.getOutputStream().close();
        assertThat(ipv4.waitFor()).isZero();
        assertThat(ipv6.waitFor()).isZero();
        assertThat(server.push(master)).contains("\"refused\":[]", "4 prefixes in force");
    }
}
