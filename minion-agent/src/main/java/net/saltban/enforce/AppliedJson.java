package net.saltban.enforce;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.durable.AtomicFile;
import net.saltban.guard.Refusal;
import net.saltban.limits.BoundedInput;
import net.saltban.limits.InputLimits;

/**
 * The file {@code applied.json}, version 1. It only saves work: what is wrong with it costs one full load.
 *
 * <pre>{@code
 * {"v":1,"at":"2026-01-05T03:04:05Z","backend":"nftables","form":"saltban 1 enforce ports all",
 *  "list":"0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11","generation":1767582245000,"file_sha256":"<64 hex>",
 *  "loaded_sha256":"<64 hex>","loaded_entries":3,"refused":[{"prefix":"192.0.2.1","why":"is the Salt master"}],
 *  "refused_more":0,"released":["198.51.100.9"],"off":false}
 * }</pre>
 */
final class AppliedJson {
    private static final int VERSION = 1;
    private static final int BYTES_MAX = 8 * 1024 * 1024;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(InputLimits.JSON_DEPTH_MAX)
                    .maxStringLength(4 * InputLimits.TEXT_CHARS_MAX)
                    .maxNumberLength(20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AppliedJson() {}

    static void write(AppliedRecord applied, Path file) throws IOException {
        new AtomicFile(file, "rw-r--r--").write(out -> write(applied, out));
    }

    private static void write(AppliedRecord applied, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("at", applied.at().toString());
            json.writeStringField("backend", applied.backend());
            json.writeStringField("form", applied.form());
            json.writeStringField("list", applied.list().toString());
            json.writeNumberField("generation", applied.generation());
            json.writeStringField("file_sha256", applied.fileSha256());
            json.writeStringField("loaded_sha256", applied.loadedSha256());
            json.writeNumberField("loaded_entries", applied.loadedEntries());
            json.writeArrayFieldStart("refused");
            for (Refusal refusal : applied.refused()) {
                json.writeStartObject();
                json.writeStringField("prefix", refusal.prefix().toString());
                json.writeStringField("why", refusal.why());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("refused_more", applied.refusedMore());
            json.writeArrayFieldStart("released");
            for (IpAddress address : applied.released()) {
                json.writeString(address.toString());
            }
            json.writeEndArray();
            json.writeBooleanField("off", applied.off());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /**
     * Reads the record; empty if there is none.
     *
     * @throws IOException if it is damaged; the message is {@code file: what is wrong}
     */
    static Optional<AppliedRecord> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (JsonParser json = FACTORY.createParser(BoundedInput.readAll(file, BYTES_MAX))) {
            json.nextToken();
            return Optional.of(new AppliedJson.Reader(json).applied());
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            String cause = String.valueOf(e.getMessage());
            int end = cause.indexOf('\n'); // the parser adds where it stood in a second line
            throw new IOException(file + ": is damaged: " + (end < 0 ? cause : cause.substring(0, end)), e);
        }
    }

    private static final class Reader {
        private final JsonParser json;
        private final Map<String, String> values = new HashMap<>();
        private final List<Refusal> refused = new ArrayList<>();
        private final List<IpAddress> released = new ArrayList<>();

        Reader(JsonParser json) {
            this.json = json;
        }

        AppliedRecord applied() throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            readFields();
            if (!value("v").equals(String.valueOf(VERSION))) {
                throw new IOException("v is not " + VERSION);
            }
            return new AppliedRecord(
                    Instant.parse(value("at")),
                    value("backend"),
                    value("form"),
                    UUID.fromString(value("list")),
                    Long.parseLong(value("generation")),
                    value("file_sha256"),
                    value("loaded_sha256"),
                    Long.parseLong(value("loaded_entries")),
                    refused,
                    Long.parseLong(value("refused_more")),
                    released,
                    value("off").equals("true"));
        }

        private String value(String name) throws IOException {
            String value = values.get(name);
            if (value == null) {
                throw new IOException(name + " is missing");
            }
            return value;
        }

        private void readFields() throws IOException {
            JsonToken token = json.nextToken();
            while (token == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                token = json.nextToken();
                if (token == JsonToken.START_ARRAY && name.equals("refused")) {
                    readRefused();
                } else if (token == JsonToken.START_ARRAY && name.equals("released")) {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        released.add(IpAddress.parse(json.getText()));
                    }
                } else if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                    json.skipChildren();
                } else if (token != null) {
                    values.put(name, json.getText());
                }
                token = json.nextToken();
            }
            if (token != JsonToken.END_OBJECT) {
                throw new IOException("the document ends in the middle");
            }
        }

        private void readRefused() throws IOException {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                String prefix = "";
                String why = "";
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    String text = json.nextTextValue();
                    prefix = name.equals("prefix") && text != null ? text : prefix;
                    why = name.equals("why") && text != null ? text : why;
                }
                refused.add(new Refusal(Prefix.parse(prefix), why));
            }
        }
    }
}
