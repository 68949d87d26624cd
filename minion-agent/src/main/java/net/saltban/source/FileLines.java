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

/** Files that are read once from their start to their end, without a checkpoint; half a line at the end is a line. */
public final class FileLines {
    /** A stream's length is not known; this many compressed bytes bound what it may expand to. */
    private static final long STREAM_BYTES = 256L << 20;

    private final Candidate file;

    private FileLines(Candidate file) {
        this.file = file;
    }

    /**
     * Looks at a file.
     *
     * @throws LogRefusedException if it is no regular file
     */
    public static FileLines of(Path path) throws IOException {
        try (LogFile opened = LogFile.open(path, LogFile.Links.FOLLOW)) {
            Compression compression = opened.compression();
            String name = String.valueOf(path.getFileName());
            String log = RotatedNames.logOf(name);
            return new FileLines(new Candidate(
                    path,
                    opened.status(),
                    compression,
                    LogHead.of(opened),
                    true,
                    log.equals(name),
                    new RotatedNames(log).mark(name)));
        }
    }

    /** Puts files of one log together, in the order in which the logs were named; its files oldest first; each file once. */
    public static List<List<FileLines>> byLog(List<FileLines> files) {
        Map<String, List<FileLines>> logs = new LinkedHashMap<>();
        Set<FileIdentity> seen = new HashSet<>();
        for (FileLines lines : files) {
            Path path = lines.file.path();
            if (seen.add(lines.file.status().identity())) {
                String log = path.toAbsolutePath().getParent() + "/"
                        + RotatedNames.logOf(String.valueOf(path.getFileName()));
                logs.computeIfAbsent(log, any -> new ArrayList<>()).add(lines);
            }
        }
        for (List<FileLines> log : logs.values()) {
            if (log.size() > 1) {
                log.sort(FileLines::byAge);
            }
        }
        return List.copyOf(logs.values());
    }

    private static int byAge(FileLines a, FileLines b) {
        int byAge = Candidate.BY_AGE.compare(a.file, b.file);
        return byAge != 0 ? byAge : a.path().compareTo(b.path());
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** Reads what a file holds, unpacked. */
    public interface ContentReader {
        /**
         * Reads to the end; the caller closes.
         *
         * @param notAfter when the file was last written to
         */
        void read(InputStream content, Instant notAfter) throws IOException;
    }

    /**
     * Reads all lines.
     *
     * @throws LogDamagedException if the file is compressed and damaged; the lines before the damage have been handed out
     */
    public void read(LineConsumer lines) throws IOException {
        readContent((content, notAfter) -> readAll(content, lines, notAfter));
    }

    /** Lets a reader of another form have the file, unpacked. */
    public void readContent(ContentReader reader) throws IOException {
        try (LogFile opened = LogFile.open(file.path(), LogFile.Links.FOLLOW);
                InputStream content = opened.compression()
                        .open(opened.rawFrom(0), opened.status().bytes())) {
            reader.read(content, file.status().modified());
        }
    }

    /** Reads all lines of a stream, compressed or not. */
    public static void read(InputStream in, LineConsumer lines, Instant now) throws IOException {
        readContent(in, (content, notAfter) -> readAll(content, lines, notAfter), now);
    }

    /** Lets a reader of another form have a stream, unpacked if it is compressed. */
    public static void readContent(InputStream in, ContentReader reader, Instant now) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, LineBlocks.BLOCK_BYTES);
        buffered.mark(Compression.MAGIC_BYTES);
        byte[] magic = buffered.readNBytes(Compression.MAGIC_BYTES);
        buffered.reset();
        reader.read(Compression.of(magic, magic.length).open(buffered, STREAM_BYTES), now);
    }

    /** Reads all lines of a content that is unpacked already. */
    public static void readAll(InputStream content, LineConsumer lines, Instant notAfter) throws IOException {
        LineBlocks blocks = new LineBlocks();
        boolean more = true;
        while (more) {
            more = blocks.read(content, Long.MAX_VALUE, lines, notAfter);
        }
        blocks.takeHalfLine(lines, notAfter);
    }
}
