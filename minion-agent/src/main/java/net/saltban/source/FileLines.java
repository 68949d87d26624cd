package net.saltban.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Files that are read once from their start to their end, without a checkpoint; half a line at the end is a line. */
public final class FileLines {
    /** A stream's length is not known; this many compressed bytes bound what it may expand to. */
    private static final long STREAM_BYTES = 256L << 20;

    private final Path file;
    private final Instant modified;

    private FileLines(Path file, Instant modified) {
        this.file = file;
        this.modified = modified;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * Puts files of one log together, oldest first, the log itself last; each file once.
     *
     * @return for each log, in the order in which they were named, its files
     * @throws LogRefusedException if one is no regular file
     */
    public static List<List<FileLines>> byLog(List<Path> files) throws IOException {
        Map<String, TreeMap<Candidate, FileLines>> logs = new LinkedHashMap<>();
        Set<FileIdentity> seen = new HashSet<>();
        for (Path path : files) {
            try (LogFile file = open(path)) {
                if (!seen.add(file.status().identity())) {
                    continue;
                }
                Compression compression = file.compression();
                FileStatus status = file.status();
                String name = String.valueOf(path.getFileName());
                String log = RotatedNames.logOf(name);
                Candidate candidate = new Candidate(
                        path,
                        status,
                        compression,
                        LogHead.of(file),
                        true,
                        log.equals(name),
                        new RotatedNames(log).mark(name));
                logs.computeIfAbsent(
                                path.toAbsolutePath().getParent() + "/" + log,
                                any -> new TreeMap<>(Candidate.BY_AGE.thenComparing(c -> c.path())))
                        .put(candidate, new FileLines(path, status.modified()));
            }
        }
        List<List<FileLines>> lists = new ArrayList<>();
        logs.values().forEach(log -> lists.add(new ArrayList<>(log.values())));
        return lists;
    }

    private static LogFile open(Path path) throws IOException {
        try {
            return LogFile.open(path, LogFile.Links.FOLLOW);
        } catch (LogRefusedException e) {
            throw new LogRefusedException(path + ": " + e.getMessage());
        }
    }

    /**
     * Reads all lines.
     *
     * @throws LogDamagedException if the file is compressed and damaged; the lines before the damage have been handed out
     */
    public void read(LineConsumer lines) throws IOException {
        try (LogFile opened = open(file);
                InputStream content = opened.compression()
                        .open(opened.rawFrom(0), opened.status().bytes())) {
            readAll(content, lines, modified);
        }
    }

    /** Reads all lines of a stream, compressed or not. */
    public static void read(InputStream in, LineConsumer lines, Instant now) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, LineBlocks.BLOCK_BYTES);
        buffered.mark(Compression.MAGIC_BYTES);
        byte[] magic = buffered.readNBytes(Compression.MAGIC_BYTES);
        buffered.reset();
        readAll(Compression.of(magic, magic.length).open(buffered, STREAM_BYTES), lines, now);
    }

    private static void readAll(InputStream content, LineConsumer lines, Instant notAfter) throws IOException {
        LineBlocks blocks = new LineBlocks();
        boolean more = true;
        while (more) {
            more = blocks.read(content, Long.MAX_VALUE, lines, notAfter);
        }
        blocks.takeHalfLine(lines, notAfter);
    }
}
