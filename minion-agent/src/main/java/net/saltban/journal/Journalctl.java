package net.saltban.journal;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import net.saltban.source.LogName;
import net.saltban.source.LogRefusedException;
import net.saltban.text.UntrustedText;

/**
 * The program journalctl of systemd, run by its absolute path, never through a shell, with a fixed environment. A run that takes
 * longer than its time is killed.
 */
final class Journalctl {
    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/journalctl"), Path.of("/bin/journalctl"));
    private static final int COMPLAINT_BYTES_MAX = 4096;
    private static final int SHOWN_CHARS_MAX = 400;
    private static final Duration END_TIME_MAX = Duration.ofSeconds(5);

    private final Path program;
    private final LogName journal;
    private final Duration timeMax;

    private Journalctl(Path program, LogName journal, Duration timeMax) {
        this.program = program;
        this.journal = journal;
        this.timeMax = timeMax;
    }

    /** Whether the program is on this machine. */
    static boolean isThere() {
        return PLACES.stream().anyMatch(Files::isExecutable);
    }

    /**
     * The program for one journal.
     *
     * @param timeMax longest time of one run
     * @throws LogRefusedException if it is not on this machine
     */
    static Journalctl of(LogName journal, Duration timeMax) throws LogRefusedException {
        Path program = PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new LogRefusedException(
                        "cannot be read without " + PLACES.get(0) + ", which is not there; name a log file instead"));
        return new Journalctl(program, journal, timeMax);
    }

    /** Starts it; it prints entries in the export format, with the fields that are looked at. */
    Run start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-pager",
                "--all",
                "--output=export",
                "--output-fields=" + Field.outputFields()));
        journal.journalFolder().ifPresent(folder -> command.add("--directory=" + folder));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        builder.environment().put("SYSTEMD_COLORS", "0");
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return new Run(builder.start(), timeMax);
    }

    /** One run. */
    static final class Run implements AutoCloseable {
        private final Process process;
        private final Thread watch;
        private final Thread listener;
        private final ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        private volatile boolean isTooLong;

        private Run(Process process, Duration timeMax) {
            this.process = process;
            this.watch = background(() -> endAfter(timeMax));
            this.listener = background(this::listen);
        }

        /** What it prints; ends early if it was killed. */
        InputStream output() {
            return process.getInputStream();
        }

        /** Whether it was killed because its time was over. */
        boolean isTooLong() {
            return isTooLong;
        }

        /**
         * Waits for its end, once its output has ended.
         *
         * @throws IOException if it complained or failed; the message says of what
         */
        void finish() throws IOException {
            await();
            if (isTooLong) {
                return;
            }
            String said = UntrustedText.show(complaint().strip().replace('\n', ' '), SHOWN_CHARS_MAX);
            if (said.contains("not seeing messages") || said.contains("insufficient permissions")) {
                throw new LogRefusedException(JournalSearch.NOT_PERMITTED);
            }
            if (said.contains("No journal files were found")) {
                throw new LogRefusedException("is not there; name the log that sshd writes to");
            }
            if (process.exitValue() != 0 || !said.isEmpty() && !said.startsWith("-- ")) {
                throw new IOException("journalctl ended with " + process.exitValue() + " and said: " + said);
            }
        }

        private void await() throws IOException {
            try {
                if (!process.waitFor(END_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("journalctl does not end behind its last entry");
                }
                listener.join(END_TIME_MAX.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private String complaint() {
            synchronized (complaint) {
                return complaint.toString(StandardCharsets.UTF_8);
            }
        }

        private void endAfter(Duration timeMax) {
            try {
                if (!process.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
                    isTooLong = true;
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
            }
        }

        private void listen() {
            byte[] block = new byte[COMPLAINT_BYTES_MAX];
            try (InputStream in = process.getErrorStream()) {
                for (int read = in.read(block); read >= 0; read = in.read(block)) {
                    synchronized (complaint) {
                        complaint.write(block, 0, Math.min(read, COMPLAINT_BYTES_MAX - complaint.size()));
                    }
                }
            } catch (IOException e) {
                block[0] = 0; // it was killed; what it had said is all there is
            }
        }

        private static Thread background(Runnable work) {
            Thread thread = new Thread(work, "journalctl");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        /** Kills it if it still runs, and reaps it. */
        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            watch.interrupt();
            process.getInputStream().close();
            try {
                process.waitFor(END_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Its process, for tests. */
        Optional<ProcessHandle> process() {
            return ProcessHandle.of(process.pid());
        }
    }
}
