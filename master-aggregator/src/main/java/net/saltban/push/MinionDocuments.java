package net.saltban.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/** Reads the status and apply documents of minions (docs/ref/formats.md, version 1), within bounds. */
public final class MinionDocuments {
    private static final int BYTES_MAX = InputLimits.FINDINGS_BYTES_MAX;
    private static final int ELEMENTS_MAX = 1000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(InputLimits.JSON_DEPTH_MAX)
                    .maxStringLength(InputLimits.JSON_STRING_CHARS_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private MinionDocuments() {}

    /**
     * What a minion answered to a push.
     *
     * @param outcome {@code applied}, {@code unchanged}, {@code needs-files}, {@code refused} or {@code failed}
     * @param why one sentence; may be empty
     * @param status what it enforces now
     * @param statusJson the same as JSON text
     */
    public record Applied(String outcome, String why, MinionStatus status, String statusJson) {}

    /**
     * Reads a status document.
     *
     * @throws IOException if it is none; the message says why and quotes nothing unsafe
     */
    public static MinionStatus status(String json) throws IOException {
        return status(document(json));
    }

    /**
     * Reads an apply document.
     *
     * @throws IOException if it is none
     */
    public static Applied applied(String json) throws IOException {
        JsonNode document = document(json);
        String outcome = text(document, "outcome");
        if (outcome.isEmpty()) {
            throw new IOException("outcome is missing");
        }
        JsonNode status = document.path("status");
        JsonNode said = status.isObject() ? status : JSON.createObjectNode();
        return new Applied(outcome, text(document, "why"), status(said), said.toString());
    }

    private static JsonNode document(String json) throws IOException {
        if (json.length() > BYTES_MAX) {
            throw new IOException("larger than the " + BYTES_MAX + " characters that are read at most");
        }
        JsonNode document = JSON.readTree(json.getBytes(StandardCharsets.UTF_8));
        if (document == null || !document.isObject()) {
            throw new IOException("no JSON object");
        }
        if (document.path("v").asInt(0) != 1) {
            throw new IOException("no document of version 1");
        }
        return document;
    }

    private static MinionStatus status(JsonNode status) {
        JsonNode off = status.path("off");
        return new MinionStatus(
                text(status, "agent"),
                text(status, "list"),
                number(status, "generation"),
                text(status, "file_sha256"),
                text(status, "expected_sha256"),
                text(status, "kernel_sha256"),
                number(status, "entries"),
                refusals(status.path("refused")),
                number(status, "refused_more"),
                texts(status.path("released")),
                off.isObject(),
                text(off, "reason"),
                number(status, "dropped_packets"),
                text(status, "backend"),
                text(status, "mode"));
    }

    private static List<MinionStatus.Refusal> refusals(JsonNode list) {
        List<MinionStatus.Refusal> refusals = new ArrayList<>();
        for (JsonNode element : list) {
            if (refusals.size() < ELEMENTS_MAX) {
                refusals.add(new MinionStatus.Refusal(text(element, "prefix"), text(element, "why")));
            }
        }
        return refusals;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list) {
            if (texts.size() < ELEMENTS_MAX) {
                texts.add(shown(element.asText("")));
            }
        }
        return texts;
    }

    private static String text(JsonNode object, String name) {
        return shown(object.path(name).asText(""));
    }

    private static String shown(String text) {
        return UntrustedText.show(text, InputLimits.TEXT_CHARS_MAX);
    }

    private static long number(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : 0;
    }
}
