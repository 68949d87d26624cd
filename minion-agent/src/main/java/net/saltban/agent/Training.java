package net.saltban.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import net.saltban.source.LogFinder;

/**
 * What the launcher's {@code make-archive} runs, so that Java sees which classes the short commands need: each of them once, on
 * a log of an hour in a folder of its own.
 */
final class Training {
    private static final String LOG = """
            2026-01-05T03:04:05.123456+00:00 web1 sshd[9]: Invalid user admin from 192.0.2.7 port 40022
            2026-01-05T03:04:05.223456+00:00 web1 sshd[9]: Failed password for invalid user admin from 192.0.2.7 port 40022 ssh2
            2026-01-05T03:04:06.123456+00:00 web1 sshd[9]: Connection closed by invalid user admin 192.0.2.7 port 40022 [preauth]
            2026-01-05T03:04:06.123456+00:00 web1 CRON[7]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)
            2026-01-05T03:04:06.323456+00:00 web1 sshd[10]: pam_unix(sshd:auth): check pass; user unknown
            2026-01-05T03:04:06.423456+00:00 web1 sshd[10]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=2001:db8::66  user=root
            2026-01-05T03:04:07.123456+00:00 web1 sudo:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/true
            2026-01-05T03:04:07.223456+00:00 web1 sshd[13]: error: kex_exchange_identification: Connection closed by remote host
            2026-01-05T03:04:07.323456+00:00 web1 sshd[13]: Connection closed by 203.0.113.9 port 40023
            2026-01-05T03:04:07.423456+00:00 web1 sshd[14]: pam_unix(sshd:session): session closed for user alice
            2026-01-05T03:04:07.523456+00:00 web1 sshd[14]: Received disconnect from 198.51.100.7 port 2200:11: disconnected by user
            2026-01-05T03:04:07.623456+00:00 web1 sshd[14]: Disconnected from user alice 198.51.100.7 port 2200
            Jan  5 03:04:08 web1 sshd[11]: Accepted publickey for alice from 198.51.100.7 port 2201 ssh2: ED25519 SHA256:abc
            Jan  5 03:04:09 web1 sshd[12]: Connection closed by 203.0.113.7 port 40022 [preauth]
            """;

    /** The word that trains for {@code scan} alone. */
    private static final String SCAN = "scan";

    private static final int MINUTES = 60;
    private static final Instant NOW = Instant.ofEpochSecond(1_767_585_600); // 2026-01-05T04:00:00Z

    private Training() {}

    /** The log: what a server sees, with sources that each shipped rule looks at for more than one minute. */
    private static String log() {
        StringBuilder log = new StringBuilder(LOG);
        int pid = 20;
        for (int minute = 0; minute < MINUTES; minute++) {
            String stamp = "Jan  5 03:" + (minute < 10 ? "0" : "") + minute + ":10 web1 sshd[";
            for (String source : List.of("192.0.2.66", "2001:db8::7", "2001:db8::8", "203.0.113." + minute)) {
                String begin = stamp + pid++ + "]: ";
                String peer = source + " port 4002" + minute % 10;
                log.append(begin)
                        .append("Invalid user u")
                        .append(minute)
                        .append(" from ")
                        .append(peer)
                        .append('\n');
                log.append(begin).append("Failed password for invalid user u").append(minute);
                log.append(" from ").append(peer).append(" ssh2\n");
                log.append(begin)
                        .append("Failed password for root from ")
                        .append(peer)
                        .append(" ssh2\n");
                log.append(begin)
                        .append("Disconnected from authenticating user root ")
                        .append(peer);
                log.append(" [preauth]\n");
            }
        }
        return log.toString();
    }

    /**
     * Runs the short commands in a temporary folder, and removes it.
     *
     * @param args {@code scan} to run only that
     */
    static ExitStatus run(List<String> args, Surroundings surroundings) throws IOException {
        Path folder = Files.createTempDirectory("saltban-agent");
        try {
            Path log = Files.writeString(folder.resolve("auth.log"), log());
            Path configuration = Files.writeString(
                    folder.resolve("agent.yaml"), "sources: [" + log + "]\nenforce: {backend: file}\n");
            List<String> common = List.of("--config", configuration.toString(), "--state-dir", folder.toString());
            Surroundings quiet = quiet(surroundings, folder);
            run(quiet, common, "scan");
            run(quiet, List.of(), "scan", "--json", log.toString());
            run(quiet, List.of(), "scan", log.toString());
            if (!args.contains(SCAN)) {
                run(quiet, common, "findings", "--minion", "web1");
                run(quiet, common, "findings", "--from", "00c0ffee00c0ffee:0");
                run(quiet, common, "status", "--json");
                run(quiet, common, "is-banned", "192.0.2.7");
            }
        } finally {
            remove(folder);
        }
        return ExitStatus.OK;
    }

    private static void run(Surroundings surroundings, List<String> common, String... args) {
        List<String> all = Stream.concat(Stream.of(args), common.stream()).toList();
        AgentMain.run(all, surroundings);
    }

    private static Surroundings quiet(Surroundings surroundings, Path folder) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Surroundings(
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                surroundings.isTerminal(),
                surroundings.columns(),
                () -> surroundings.clock().instant().isBefore(NOW)
                        ? Instant.EPOCH
                        : NOW, // meets the real clock as well
                surroundings.localZone(),
                new LogFinder(folder));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
