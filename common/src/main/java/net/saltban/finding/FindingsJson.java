package net.saltban.finding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import net.saltban.limits.InputLimits;
import net.saltban.limits.InputTooLargeException;

/**
 * JSON form of findings, version 1 (docs/ref/formats.md).
 *
 * <pre>{@code
 * {"v":1,"minion":"web1","agent":"0.1.0","now":"2026-01-05T03:04:05Z","epoch":"00c0ffee00c0ffee",
 *  "from":0,"to":1,"more":false,"gaps":[],"findings":[
 *   {"epoch":"00c0ffee00c0ffee","seq":1,"source":"192.0.2.7","minute":"2026-01-05T03:04:00Z",
 *    "first":"2026-01-05T03:04:01Z","last":"2026-01-05T03:04:03Z","failures":2,"root_failures":2,
 *    "invalid_user_failures":0,"probes":0,"users":[{"name":"root","invalid":false,"failures":2}],
 *    "users_more":0,"logins":[],"logins_more":0,"trust":"text"}],
 *  "sources":[{"source":"/var/log/auth.log","trust":"text","lag_bytes":0,"lines":7,"ambiguous":0,"problem":""}]}
 * }</pre>
 *
 * Unknown fields are skipped, so that a newer agent can add some; a missing or doubled field, another version, or a value
 * out of its bounds refuses the document.
 */
public final class FindingsJson {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(com.fasterxml.jackson.core.StreamReadConstraints.builder()
                    .maxNestingDepth(InputLimits.JSON_DEPTH_MAX)
                    .maxStringLength(InputLimits.JSON_STRING_CHARS_MAX)
                    .maxNumberLength(20)
                    .build())
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FindingsJson() {}

    /** Writes a document and leaves the stream open. */
    public static void write(FindingsDocument document, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            FindingsWriter.write(document, json);
        }
    }

    /** A finding as one line of JSON, without a line end. */
    public static byte[] toLine(Finding finding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            FindingsWriter.write(finding, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    /**
     * Reads a document.
     *
     * @throws IOException if it is larger than 256 KiB, no JSON, of another version, or breaks a bound; says which
     */
    public static FindingsDocument parse(byte[] bytes) throws IOException {
        if (bytes.length > InputLimits.FINDINGS_BYTES_MAX) {
            throw new InputTooLargeException(InputLimits.FINDINGS_BYTES_MAX);
        }
        return read(bytes, FindingsReader::document);
    }

    /** Reads one finding as {@link #toLine} writes it. */
    public static Finding parseLine(byte[] bytes) throws IOException {
        return read(bytes, FindingsReader::finding);
    }

    /** Reads one finding from text. */
    public static Finding parseLine(String text) throws IOException {
        return parseLine(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) throws IOException {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            T value = reading.read(json);
            if (json.nextToken() != null) {
                throw new IOException("something stands behind the end of the document");
            }
            return value;
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }
}
