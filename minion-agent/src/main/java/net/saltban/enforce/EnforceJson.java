package net.saltban.enforce;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.finding.LogHealth;
import net.saltban.finding.Trust;
import net.saltban.guard.Refusal;

/** Writes the documents of the commands, version 1 (docs/ref/formats.md), each as one line. */
final class EnforceJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int VERSION = 1;
    private static final int REFUSED_MAX = 100;

    private final EnforceSettings settings;
    private final Health health;

    EnforceJson(EnforceSettings settings, Health health) {
        this.settings = settings;
        this.health = health;
    }

    private interface Document {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static void write(OutputStream out, Document document) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            document.writeTo(json);
            json.writeRaw('\n');
        }
    }

    /** The apply document. */
    void writeApply(ApplyOutcome outcome, boolean test, Optional<Status> status, OutputStream out) throws IOException {
        List<String> files = outcome.match(
                applied -> List.<String>of(),
                unchanged -> List.of(),
                ApplyOutcome.NeedsFiles::files,
                refused -> List.of(),
                failed -> List.of());
        write(out, json -> {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("outcome", outcome.name());
            json.writeStringField("why", outcome.why());
            if (test) {
                json.writeBooleanField("test", true);
            }
            writeTexts(json, "files", files);
            if (status.isPresent()) {
                json.writeFieldName("status");
                writeStatus(json, status.get());
            }
            json.writeEndObject();
        });
    }

    /** The status document. */
    void writeStatus(Status status, OutputStream out) throws IOException {
        write(out, json -> writeStatus(json, status));
    }

    /** The answer of {@code is-banned}. */
    static void writeAnswer(IpAddress address, StatusReader.Answer answer, OutputStream out) throws IOException {
        write(out, json -> {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("address", address.toString());
            json.writeBooleanField("banned", !answer.entries().isEmpty());
            writeText(json, "prefix", answer.entries().stream().findFirst().map(Prefix::toString));
            json.writeBooleanField("enforced", answer.enforced());
            json.writeStringField("why", answer.why());
            json.writeEndObject();
        });
    }

    private void writeStatus(JsonGenerator json, Status status) throws IOException {
        json.writeStartObject();
        json.writeNumberField("v", VERSION);
        json.writeStringField("agent", settings.agentVersion());
        writeText(json, "list", status.list().map(Object::toString));
        json.writeNumberField("generation", status.generation());
        writeText(json, "file_sha256", status.fileSha256());
        json.writeStringField("expected_sha256", status.expectedSha256());
        writeText(json, "kernel_sha256", status.kernelSha256());
        json.writeNumberField("kernel_sampled", status.sampled());
        json.writeNumberField("entries", status.entries());
        json.writeNumberField("expected_entries", status.expectedEntries());
        writeRefused(json, status);
        if (status.droppedPackets() < 0) {
            json.writeNullField("dropped_packets");
        } else {
            json.writeNumberField("dropped_packets", status.droppedPackets());
        }
        json.writeStringField("backend", settings.backend().toString());
        json.writeStringField("mode", settings.mode().toString());
        writeOff(json, status.off());
        writeTexts(
                json,
                "released",
                status.released().stream().map(IpAddress::toString).toList());
        writeTexts(json, "problems", status.problems());
        writeLogs(json);
        writeOutbox(json);
        json.writeEndObject();
    }

    private static void writeRefused(JsonGenerator json, Status status) throws IOException {
        int told = Math.min(status.refused().size(), REFUSED_MAX);
        json.writeArrayFieldStart("refused");
        for (Refusal refusal : status.refused().subList(0, told)) {
            json.writeStartObject();
            json.writeStringField("prefix", refusal.prefix().toString());
            json.writeStringField("why", refusal.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField(
                "refused_more", status.refusedMore() + status.refused().size() - told);
    }

    private static void writeOff(JsonGenerator json, Optional<Off> off) throws IOException {
        if (off.isEmpty()) {
            json.writeNullField("off");
            return;
        }
        json.writeObjectFieldStart("off");
        json.writeStringField("since", off.get().since().toString());
        json.writeStringField("reason", off.get().reason());
        json.writeEndObject();
    }

    private void writeLogs(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("logs");
        for (LogHealth log : health.logs()) {
            json.writeStartObject();
            json.writeStringField("source", log.source());
            json.writeStringField("trust", log.trust() == Trust.JOURNAL ? "journal" : "text");
            json.writeNumberField("lag_bytes", log.lagBytes());
            json.writeNumberField("lines", log.lines());
            json.writeNumberField("ambiguous", log.ambiguous());
            json.writeStringField("problem", log.problem());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeOutbox(JsonGenerator json) throws IOException {
        Optional<Health.OutboxExtent> outbox = health.outbox();
        if (outbox.isEmpty()) {
            json.writeNullField("outbox");
            return;
        }
        json.writeObjectFieldStart("outbox");
        json.writeStringField("epoch", outbox.get().epoch());
        json.writeNumberField("first", outbox.get().first());
        json.writeNumberField("last", outbox.get().last());
        json.writeNumberField("bytes", outbox.get().bytes());
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        } else {
            json.writeNullField(name);
        }
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
