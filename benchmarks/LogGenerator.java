import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Writes a log as a busy Debian 12 server's, from a seed: {@code java LogGenerator.java BYTES SEED FILE}. About one line in five is sshd's on
 * failed attempts, probes and logins; the rest is cron, sudo, systemd and sessions. Several connections are open at a time, so that their lines
 * are mixed. Sources are from 198.18.0.0/15 (RFC 2544, for benchmarks) and 2001:db8::/32. The same seed gives the same bytes.
 *
 * <p>Prints one line of JSON, the truth: lines, failed attempts, accepted logins, and lines with the words "Failed password".
 */
final class LogGenerator {
    private static final int BUFFER = 1 << 20;
    private static final int LINE_MAX = 1024;
    private static final int OPEN_AT_ONCE = 6;
    private static final String HOST = " web1 ";
    private static final String[] NAMES = {
        "admin", "test", "ubuntu", "oracle", "postgres", "git", "user", "ftpuser", "deploy", "jenkins", "pi", "hadoop", "www", "minecraft"
    };
    private static final String[] PEOPLE = {"alice", "bob", "carol", "backup"};
    private static final String[] UNITS = {
        "apt-daily.service - Daily apt download activities", "logrotate.service - Rotate log files", "man-db.service - Daily man-db regeneration",
        "fstrim.service - Discard unused blocks on filesystems", "phpsessionclean.service - Clean php session files"
    };

    private final byte[] buffer = new byte[BUFFER + LINE_MAX];
    private final SplittableRandom random;
    private final OutputStream out;
    private final int sources;
    private int used;
    private long written;
    private long micros = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000;
    private long stampSecond = -1;
    private byte[] stamp = new byte[0];
    private int nextPid = 1000;
    private long lines;
    private long failures;
    private long logins;
    private long phrases;

    private LogGenerator(long bytes, long seed, OutputStream out) {
        this.random = new SplittableRandom(seed);
        this.out = out;
        this.sources = (int) (200 + bytes / 50_000);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("LogGenerator: takes 3 arguments, BYTES SEED FILE (" + arguments.length + " given)");
            System.exit(64);
        }
        long bytes = Long.parseLong(arguments[0]);
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[2]))) {
            LogGenerator generator = new LogGenerator(bytes, Long.parseLong(arguments[1]), out);
            generator.write(bytes);
            System.out.printf(
                    Locale.ROOT,
                    "{\"lines\": %d, \"failures\": %d, \"logins\": %d, \"phrases\": %d}%n",
                    generator.lines,
                    generator.failures,
                    generator.logins,
                    generator.phrases);
        }
    }

    private void write(long bytes) throws IOException {
        Story[] open = new Story[OPEN_AT_ONCE];
        for (int i = 0; i < open.length; i++) {
            open[i] = new Story();
        }
        while (written + used < bytes) {
            open[random.nextInt(OPEN_AT_ONCE)].next(true);
        }
        for (Story story : open) {
            story.tellToTheEnd();
        }
        flush();
    }

    private void flush() throws IOException {
        out.write(buffer, 0, used);
        written += used;
        used = 0;
    }

    private void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            buffer[used++] = (byte) text.charAt(i);
        }
    }

    private void put(long number) {
        put(Long.toString(number));
    }

    /** A line's stamp, host, tag and pid. */
    private void begin(String program, int pid) throws IOException {
        if (used >= BUFFER) {
            flush();
        }
        lines++;
        micros += 1 + random.nextInt(340_000);
        long second = micros / 1_000_000;
        if (second != stampSecond) {
            stampSecond = second;
            stamp = Instant.ofEpochSecond(second)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDateTime()
                    .toString()
                    .getBytes(StandardCharsets.US_ASCII);
            if (stamp.length < 19) { // LocalDateTime leaves ":00" out
                stamp = Arrays.copyOf(stamp, 19);
                stamp[16] = ':';
                stamp[17] = '0';
                stamp[18] = '0';
            }
        }
        System.arraycopy(stamp, 0, buffer, used, stamp.length);
        used += stamp.length;
        buffer[used++] = '.';
        int fraction = (int) (micros % 1_000_000);
        for (int place = 100_000; place > 0; place /= 10) {
            buffer[used++] = (byte) ('0' + fraction / place % 10);
        }
        put("+00:00");
        put(HOST);
        put(program);
        if (pid > 0) {
            buffer[used++] = '[';
            put(pid);
            buffer[used++] = ']';
        }
        put(": ");
    }

    private void end() {
        buffer[used++] = '\n';
    }

    private void line(String program, int pid, String text) throws IOException {
        begin(program, pid);
        put(text);
        end();
    }

    /** What one connection, job or command leaves in the log, line by line. */
    private final class Story {
        private int kind;
        private int step;
        private int steps;
        private int pid;
        private String peer = "";
        private int port;
        private String name = "";

        void next(boolean more) throws IOException {
            if (step == steps) {
                if (!more) {
                    return;
                }
                begin();
            }
            tell(step++);
        }

        void tellToTheEnd() throws IOException {
            while (step < steps) {
                tell(step++);
            }
        }

        private void begin() {
            int dice = random.nextInt(1000);
            step = 0;
            pid = nextPid;
            nextPid = nextPid > 4_000_000 ? 1000 : nextPid + 2 + random.nextInt(3);
            port = 32768 + random.nextInt(28000);
            peer = peer();
            if (dice < 50) {
                kind = 0;
                steps = 5;
                name = NAMES[random.nextInt(NAMES.length)] + (random.nextInt(4) == 0 ? random.nextInt(100) : "");
            } else if (dice < 110) {
                kind = 1;
                steps = 3;
            } else if (dice < 135) {
                kind = 2;
                steps = 2;
            } else if (dice < 165) {
                kind = 3;
                steps = 8;
                name = PEOPLE[random.nextInt(PEOPLE.length)];
            } else if (dice < 620) {
                kind = 4;
                steps = 3;
            } else if (dice < 780) {
                kind = 5;
                steps = 3;
                name = PEOPLE[random.nextInt(PEOPLE.length)];
            } else {
                kind = 6;
                steps = 2;
                name = UNITS[random.nextInt(UNITS.length)];
            }
        }

        private String peer() {
            double skewed = random.nextDouble();
            int number = (int) (sources * skewed * skewed * skewed);
            int scattered = number * 0x9E3779B1 >>> 15; // 17 bits, as many as 198.18.0.0/15 has
            return number % 8 == 7
                    ? "2001:db8:" + Integer.toHexString(1 + (scattered & 0xFFF)) + "::" + Integer.toHexString(1 + number)
                    : "198." + (18 + (scattered >> 16)) + "." + (scattered >> 8 & 255) + "." + (scattered & 255);
        }

        private void tell(int at) throws IOException {
            switch (kind) {
                case 0 -> unknownUser(at);
                case 1 -> root(at);
                case 2 -> probe(at);
                case 3 -> login(at);
                case 4 -> cron(at);
                case 5 -> sudo(at);
                default -> line("systemd", 1, at == 0 ? "Starting " + name + "..." : "Finished " + name + ".");
            }
        }

        private void unknownUser(int at) throws IOException {
            switch (at) {
                case 0 -> line("sshd", pid, "Invalid user " + name + " from " + peer + " port " + port);
                case 1 -> line("sshd", pid, "pam_unix(sshd:auth): check pass; user unknown");
                case 2 -> pamFailure("");
                case 3 -> {
                    failed("invalid user " + name);
                }
                default -> line("sshd", pid, "Connection closed by invalid user " + name + " " + peer + " port " + port + " [preauth]");
            }
        }

        private void root(int at) throws IOException {
            switch (at) {
                case 0 -> pamFailure(" user=root");
                case 1 -> failed("root");
                default -> line("sshd", pid, "Connection closed by authenticating user root " + peer + " port " + port + " [preauth]");
            }
        }

        private void pamFailure(String user) throws IOException {
            line(
                    "sshd",
                    pid,
                    "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=" + peer + " " + user);
        }

        private void failed(String user) throws IOException {
            failures++;
            phrases++;
            line("sshd", pid, "Failed password for " + user + " from " + peer + " port " + port + " ssh2");
        }

        private void probe(int at) throws IOException {
            line(
                    "sshd",
                    pid,
                    at == 0
                            ? "error: kex_exchange_identification: Connection closed by remote host"
                            : "Connection closed by " + peer + " port " + port);
        }

        private void login(int at) throws IOException {
            switch (at) {
                case 0 -> {
                    logins++;
                    line(
                            "sshd",
                            pid,
                            "Accepted publickey for " + name + " from " + peer + " port " + port
                                    + " ssh2: ED25519 SHA256:EPeHHnI80VGPBpzmKWEgCgTJLgLGsBnhf//jMv4HOpQ");
                }
                case 1 -> session("sshd", "sshd:session", "opened for user " + name + "(uid=1000) by (uid=0)");
                case 2 -> line("systemd-logind", 512, "New session " + pid + " of user " + name + ".");
                case 3 -> session("(systemd)", "systemd-user:session", "opened for user " + name + "(uid=1000) by (uid=0)");
                case 4 -> line("sshd", pid + 1, "Received disconnect from " + peer + " port " + port + ":11: disconnected by user");
                case 5 -> line("sshd", pid + 1, "Disconnected from user " + name + " " + peer + " port " + port);
                case 6 -> session("sshd", "sshd:session", "closed for user " + name);
                default -> line("systemd-logind", 512, "Removed session " + pid + ".");
            }
        }

        private void session(String program, String service, String what) throws IOException {
            line(program, pid, "pam_unix(" + service + "): session " + what);
        }

        private void cron(int at) throws IOException {
            switch (at) {
                case 0 -> session("CRON", "cron:session", "opened for user root(uid=0) by (uid=0)");
                case 1 -> line("CRON", pid + 1, "(root) CMD (   cd / && run-parts --report /etc/cron.hourly)");
                default -> session("CRON", "cron:session", "closed for user root");
            }
        }

        private void sudo(int at) throws IOException {
            switch (at) {
                case 0 ->
                    line("sudo", 0, "   " + name + " : TTY=pts/0 ; PWD=/home/" + name + " ; USER=root ; COMMAND=/usr/bin/systemctl status nginx");
                case 1 -> line("sudo", 0, "pam_unix(sudo:session): session opened for user root(uid=0) by " + name + "(uid=1000)");
                default -> line("sudo", 0, "pam_unix(sudo:session): session closed for user root");
            }
        }
    }
}
