package net.saltban.banfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import net.saltban.address.Prefix;
import net.saltban.limits.BoundedInput;
import net.saltban.limits.InputLimits;
import net.saltban.limits.InputTooLargeException;

/**
 * JSON form of a delta, version 1, at most 64 KiB (docs/ref/formats.md).
 *
 * <pre>{@code
 * {"v":1,"list":"0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11","base_sha256":"<64 hex>","sha256":"<64 hex>",
 *  "generation":1767582245000,"add":["198.51.100.9"],"remove":[],
 *  "snapshot":"1767582245000-<16 hex>.data","protected_sha256":"<64 hex>"}
 * }</pre>
 *
 * {@code base_sha256} may be null. Prefixes are canonical, ascending, without doubles. Unknown fields are skipped; a missing
 * or doubled field, another version or a value out of its bounds refuses the document.
 */
public final class DeltaJson {
    /** The version of the form, {@code v}. */
    static final int VERSION = 1;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(InputLimits.JSON_DEPTH_MAX)
                    .maxStringLength(InputLimits.TEXT_CHARS_MAX)
                    .maxNumberLength(20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DeltaJson() {}

    /** Writes a delta and leaves the stream open. */
    public static void write(Delta delta, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("list", delta.list().toString());
            if (delta.base().isPresent()) {
                json.writeStringField("base_sha256", delta.baseSha256());
            } else {
                json.writeNullField("base_sha256");
            }
            json.writeStringField("sha256", delta.sha256());
            json.writeNumberField("generation", delta.generation());
            writePrefixes(json, "add", delta.add());
            writePrefixes(json, "remove", delta.remove());
            json.writeStringField("snapshot", delta.snapshot().dataName());
            json.writeStringField("protected_sha256", delta.protectedSha256());
            json.writeEndObject();
        }
    }

    private static void writePrefixes(JsonGenerator json, String name, BanList prefixes) throws IOException {
        json.writeArrayFieldStart(name);
        for (Prefix prefix : prefixes) {
            json.writeString(prefix.toString());
        }
        json.writeEndArray();
    }

    /** The document as bytes. */
    public static byte[] toBytes(Delta delta) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            write(delta, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    /**
     * Reads a document.
     *
     * @throws IOException if it is larger than 64 KiB, no JSON, of another version, or breaks a bound; says which
     */
    public static Delta parse(InputStream in) throws IOException {
        return parse(BoundedInput.readAll(in, InputLimits.DELTA_BYTES_MAX));
    }

    /** As {@link #parse(InputStream)}. */
    public static Delta parse(byte[] bytes) throws IOException {
        if (bytes.length > InputLimits.DELTA_BYTES_MAX) {
            throw new InputTooLargeException(InputLimits.DELTA_BYTES_MAX);
        }
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            Delta delta = new DeltaReader(json).delta();
            if (json.nextToken() != null) {
                throw new IOException("something stands behind the end of the document");
            }
            return delta;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
