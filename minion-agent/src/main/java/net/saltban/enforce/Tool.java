package net.saltban.enforce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import net.saltban.text.UntrustedText;

/**
 * A program of the system, run directly, never through a shell, with a fixed environment ({@code LC_ALL=C}), bounded output and
 * a bounded time.
 */
final class Tool {
    private static final List<String> FOLDERS =
            List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/local/bin");
    private static final int ERROR_BYTES_MAX = 64 * 1024;
    private static final int SHOWN_CHARS_MAX = 600;

    private final Path program;
    private final Duration timeMax;
    private final int outputBytesMax;

    private Tool(Path program, Duration timeMax, int outputBytesMax) {
        this.program = program;
        this.timeMax = timeMax;
        this.outputBytesMax = outputBytesMax;
    }

    /**
     * A program by its name, looked for in the system's folders; not along {@code PATH}, since a caller's {@code PATH} need not
     * hold them, nor be trusted by root.
     *
     * @param timeMax longest time of one run
     * @param outputBytesMax most bytes of output
     */
    static Optional<Tool> find(String name, Duration timeMax, int outputBytesMax) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(path -> new Tool(path, timeMax, outputBytesMax));
    }

    /** Writes what a program reads from its standard input. */
    interface Input {
        void writeTo(OutputStream out) throws IOException;
    }

    /** How a run ended. */
    static final class Result {
        private final int status;
        private final byte[] output;
        private final String error;

        private Result(int status, byte[] output, String error) {
            this.status = status;
            this.output = output;
            this.error = error;
        }

        /** Its exit status. */
        int status() {
            return status;
        }

        boolean isDone() {
            return status == 0;
        }

        /** What it printed; the caller's to keep. */
        byte[] output() {
            return output;
        }

        /** What it complained of, safe to show, cut. */
        String error() {
            return error.isEmpty() ? "it said nothing" : error;
        }
    }

    /** Runs it without input. */
    Result run(List<String> arguments) throws BackendException {
        return run(arguments, out -> out.flush());
    }

    /** Runs it to its end; what it does not read of its input is not written. */
    Result run(List<String> arguments, Input input) throws BackendException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", String.join(":", FOLDERS));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BackendException(program + " cannot be started: " + e.getMessage(), e);
        }
        try {
            return await(process, input);
        } catch (IOException e) {
            throw new BackendException(program + ": " + e.getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Result await(Process process, Input input) throws IOException {
        CompletableFuture<byte[]> output = read(process.getInputStream(), outputBytesMax);
        CompletableFuture<byte[]> error = read(process.getErrorStream(), ERROR_BYTES_MAX);
        CompletableFuture<Void> written = write(process.getOutputStream(), input);
        try {
            if (!process.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("did not end within " + timeMax.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        byte[] printed = output.join();
        String complaint = UntrustedText.show(
                new String(error.join(), StandardCharsets.UTF_8).strip().replace('\n', ' '), SHOWN_CHARS_MAX);
        if (printed.length > outputBytesMax) {
            throw new IOException("printed more than the " + outputBytesMax + " bytes that are read at most");
        }
        written.join();
        return new Result(process.exitValue(), printed, complaint);
    }

    /** Reads to the end, and keeps one byte more than the bound at most. */
    private static CompletableFuture<byte[]> read(InputStream in, int bytesMax) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        background(() -> {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            byte[] block = new byte[64 * 1024];
            try {
                for (int read = in.read(block); read >= 0; read = in.read(block)) {
                    kept.write(block, 0, Math.min(read, bytesMax + 1 - kept.size()));
                }
            } catch (IOException e) {
                block[0] = 0; // the program was ended; what it had printed is all there is
            }
            result.complete(kept.toByteArray());
        });
        return result;
    }

    private static CompletableFuture<Void> write(OutputStream out, Input input) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        background(() -> {
            try (out) {
                input.writeTo(out);
            } catch (IOException e) {
                result.complete(null); // it ended before it had read all: its exit status says why
                return;
            }
            result.complete(null);
        });
        return result;
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "tool");
        thread.setDaemon(true);
        thread.start();
    }
}
