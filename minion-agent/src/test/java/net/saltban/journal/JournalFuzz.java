package net.saltban.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import net.saltban.source.LogDamagedException;
import net.saltban.sshd.SourceEvent;

/**
 * Any bytes as a saved journal, and as a journal's cursor and checkpoint: the same messages however the stream is cut, an exception of ours if the
 * form is broken, nobody blamed whose address stands in no message; a checkpoint is refused or written again as it was.
 */
public final class JournalFuzz {
    private static final int SEED_BYTES_MAX = 4096;

    private JournalFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Heard whole = new Heard();
        Heard pieces = new Heard();
        String end = read(whole, new ByteArrayInputStream(input));
        String endOfPieces = read(pieces, new Pieces(input, 1 + input.length % 7));
        require(end.equals(endOfPieces), "ends with " + end + ", in pieces with " + endOfPieces);
        require(whole.messages().equals(pieces.messages()), whole.messages() + ", in pieces " + pieces.messages());
        require(whole.lines() == pieces.lines(), "lines differ in pieces");
        List<SourceEvent> events = whole.finish();
        require(events.equals(pieces.finish()), "events differ in pieces");
        for (SourceEvent event : events) {
            String source = event.source().toString();
            require(
                    whole.messages().stream().anyMatch(message -> message.contains(source)),
                    source + " is blamed, but stands in no message");
        }
        checkpoint(input);
    }

    private static String read(Heard heard, InputStream in) throws IOException {
        try {
            new SavedJournal(heard).read(in, Instant.parse("2026-12-01T00:00:00Z"));
            return "";
        } catch (LogDamagedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void checkpoint(byte[] input) {
        Cursor.tryParse(new String(input, StandardCharsets.UTF_8));
        JournalCheckpoint checkpoint;
        try {
            checkpoint = JournalCheckpoint.decode(input);
        } catch (IOException e) {
            return;
        }
        require(Arrays.equals(checkpoint.encode(), input), "a checkpoint is written otherwise than it was read");
    }

    private static void require(boolean kept, String broken) {
        if (!kept) {
            throw new AssertionError(broken);
        }
    }

    /** A stream that gives a few bytes at a time. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int bytesMax;

        Pieces(byte[] bytes, int bytesMax) {
            super(bytes);
            this.bytesMax = bytesMax;
        }

        @Override
        public synchronized int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, Math.min(length, bytesMax));
        }
    }

    /** Beginnings of real journals in both forms, and checkpoints. */
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(JournalFuzz.class.getResource("/logs/real/journald-252"))
                        .toURI()))) {
            for (Path file : files.sorted().toList()) {
                if (!file.toString().endsWith(".truth")) {
                    byte[] bytes = Files.readAllBytes(file);
                    seeds.add(Arrays.copyOf(bytes, Math.min(bytes.length, SEED_BYTES_MAX)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        seeds.add(new JournalCheckpoint(Optional.empty(), 1_767_582_245_000_000L, 7).encode());
        return seeds;
    }
}
