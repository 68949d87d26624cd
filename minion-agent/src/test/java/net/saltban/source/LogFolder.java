package net.saltban.source;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

import net.saltban.enforce.Requirements;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What a log daemon and logrotate do to a log, with a clock of its own so that the order of files is told by their times. */
public final class LogFolder {
    private final Path folder;
    private final Path log;
    private final IntFunction<String> line;
    private Instant clock = Instant.parse("2026-01-05T03:00:00Z");
    private int written;
    private boolean isRenamedStillOpen;

    LogFolder(Path folder) {
        this(folder, number -> "2026-01-05T03:04:05Z web1 sshd[" + number + "]: line " + number);
    }

    /**
     * A folder whose {@code auth.log} gets lines of a kind.
     *
     * @param line the line of each number from 1
     */
    public LogFolder(Path folder, IntFunction<String> line) {
        this.folder = folder;
        this.log = folder.resolve("auth.log");
        this.line = line;
    }

    /** The log itself. */
    public Path log() {
        return log;
    }

    /** A file beside it. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** The clock that files are stamped by. */
    public Instant now() {
        return clock;
    }

    /** All lines written so far, in order. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= written; i++) {
            lines.add(line.apply(i));
        }
        return lines;
    }

    /** Appends so many numbered lines to the log. */
    public void append(int count) throws IOException {
        appendTo(log, count);
    }

    /** As a daemon does that still has a renamed file open. */
    public void appendTo(Path file, int count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(line.apply(++written)).append('\n');
        }
        appendRaw(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    void appendRaw(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        touch(file);
    }

    /** Whether the newest rotated file is one that a daemon can still be writing to. */
    public boolean isRenamedStillOpen() {
        return isRenamedStillOpen;
    }

    /** Moves {@code auth.log} to {@code .1}, the others one on. */
    public void rotateByRename(boolean recreate) throws IOException {
        shift();
        Files.move(log, file("auth.log.1"));
        isRenamedStillOpen = true;
        if (recreate) {
            Files.createFile(log);
            touch(log);
        }
    }

    /** Copies {@code auth.log} to {@code .1} and empties it. */
    public void rotateByCopy() throws IOException {
        shift();
        Files.copy(log, file("auth.log.1"));
        isRenamedStillOpen = false;
        touch(file("auth.log.1"));
        empty();
    }

    void empty() throws IOException {
        Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        touch(log);
    }

    /** Compresses {@code auth.log.N}, keeping its time, as gzip and xz do. */
    public void compress(int number, String suffix) throws IOException {
        Path plain = file("auth.log." + number);
        Path packed = file("auth.log." + number + suffix);
        FileTime time = Files.getLastModifiedTime(plain);
        try (OutputStream out = packer(suffix, Files.newOutputStream(packed))) {
            Files.copy(plain, out);
        }
        Files.setLastModifiedTime(packed, time);
        Files.delete(plain);
    }

    /** What the machine can compress by: {@code .zst} only where zstd is installed, which it has to be with {@code CI=true}. */
    public static List<String> suffixes() {
        if ("true".equals(System.getenv("CI"))) {
            Requirements.programs("zstd");
        }
        return Requirements.isThere("zstd") ? List.of(".gz", ".xz", ".zst") : List.of(".gz", ".xz");
    }

    static OutputStream packer(String suffix, OutputStream out) throws IOException {
        if (suffix.equals(".zst")) {
            return ZstdPipe.into(out);
        }
        return suffix.equals(".xz") ? new XZOutputStream(out, new LZMA2Options(0)) : new GZIPOutputStream(out);
    }

    /** Names of the rotated files that are not compressed, as numbers. */
    public List<Integer> plainNumbers() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            if (Files.exists(file("auth.log." + i))) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    void tick() {
        clock = clock.plusSeconds(1);
    }

    private void touch(Path file) throws IOException {
        tick();
        Files.setLastModifiedTime(file, FileTime.from(clock));
    }

    private void shift() throws IOException {
        for (int i = 40; i >= 1; i--) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "auth.log." + i + "{,.gz,.xz,.zst}")) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    String suffix = name.substring(("auth.log." + i).length());
                    Files.move(
                            file, folder.resolve("auth.log." + (i + 1) + suffix), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** The real zstd as a filter, as logrotate calls it: the length of the content is not told. */
    private static final class ZstdPipe extends FilterOutputStream {
        private final Path plain;
        private final OutputStream packed;

        private ZstdPipe(Path plain, OutputStream packed) throws IOException {
            super(Files.newOutputStream(plain));
            this.plain = plain;
            this.packed = packed;
        }

        static ZstdPipe into(OutputStream packed) throws IOException {
            return new ZstdPipe(Files.createTempFile("saltban", ".log"), packed);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            super.close();
            try (packed) {
                Process zstd = new ProcessBuilder("zstd", "-q", "-c")
                        .redirectInput(plain.toFile())
                        .start();
                zstd.getInputStream().transferTo(packed);
                if (zstd.waitFor() != 0) {
                    throw new IOException("zstd ended with " + zstd.exitValue());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                Files.delete(plain);
            }
        }
    }
}
