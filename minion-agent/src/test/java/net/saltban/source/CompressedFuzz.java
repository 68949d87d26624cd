package net.saltban.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import net.saltban.limits.InputLimits;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Any bytes as a log, compressed or not: lines within their bound, or an exception of ours; the size of the pieces in which it is read makes
 * no difference.
 */
public final class CompressedFuzz {
    private static final long READ_MAX = 1 << 20;

    private CompressedFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Compression compression = Compression.of(input, input.length);
        String whole = lines(compression, input, LineBlocks.BLOCK_BYTES);
        if (compression == Compression.NONE) {
            String pieces = lines(compression, input, 1 + input.length % 7);
            if (!whole.equals(pieces)) {
                throw new AssertionError("in pieces it has the lines " + pieces + ", as a whole " + whole);
            }
        }
    }

    private static String lines(Compression compression, byte[] input, int piece) throws IOException {
        StringBuilder text = new StringBuilder();
        LineBlocks blocks = new LineBlocks();
        LineConsumer lines = (b, from, to, notAfter) -> {
            if (from < 0 || to <= from || to > b.length || to - from > InputLimits.LOG_LINE_BYTES_MAX) {
                throw new AssertionError("a line from " + from + " to " + to);
            }
            text.append(new String(b, from, to - from, StandardCharsets.ISO_8859_1))
                    .append('\n');
        };
        try (InputStream content = compression.open(new ByteArrayInputStream(input), input.length)) {
            boolean more = true;
            for (long read = 0; more && read < READ_MAX; read = blocks.position() + blocks.held()) {
                more = blocks.read(content, piece, lines, Instant.EPOCH);
            }
            blocks.takeHalfLine(lines, Instant.EPOCH);
        } catch (LogDamagedException | LogRefusedException e) {
            text.append(e.getMessage());
        }
        return text.toString();
    }

    private interface Packing {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] packed(String text, Packing packing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.over(bytes)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** A short log, packed in each way. */
    public static List<byte[]> seeds() {
        String log = "Jan  5 03:04:05 host sshd[9]: x\r\n\0\0y\n".repeat(3) + "half";
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(log.getBytes(StandardCharsets.ISO_8859_1));
        byte[] gzip = packed(log, GZIPOutputStream::new);
        seeds.add(gzip);
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.writeBytes(gzip);
        twice.writeBytes(gzip);
        seeds.add(twice.toByteArray());
        seeds.add(packed(log, out -> new XZOutputStream(out, new LZMA2Options(0))));
        seeds.add(packed("x".repeat(20_000), out -> new XZOutputStream(out, new LZMA2Options(0))));
        return seeds;
    }
}
