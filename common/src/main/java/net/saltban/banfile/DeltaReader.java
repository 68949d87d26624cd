package net.saltban.banfile;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import net.saltban.address.Prefix;
import net.saltban.text.UntrustedText;

/** Reads the fields that {@link DeltaJson} writes; the caller bounds the size of the document. */
final class DeltaReader {
    private static final int SHOWN_CHARS_MAX = 64;

    private final JsonParser json;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, BanList> lists = new HashMap<>();
    private final Set<String> nulls = new HashSet<>();

    DeltaReader(JsonParser json) {
        this.json = json;
    }

    Delta delta() throws IOException {
        readFields();
        long version = number("v");
        if (version != DeltaJson.VERSION) {
            throw new IOException("v is " + version + "; this program reads version " + DeltaJson.VERSION);
        }
        String base = nulls.contains("base_sha256") ? Delta.NO_BASE : text("base_sha256");
        if (base.isEmpty() && !nulls.contains("base_sha256")) {
            throw new IOException("base_sha256 is empty; use null or 64 lower-case hexadecimal digits");
        }
        String snapshot = text("snapshot");
        SnapshotName name = SnapshotName.parse(snapshot)
                .filter(parsed -> parsed.dataName().equals(snapshot))
                .orElseThrow(() -> new IOException(
                        "snapshot is \"" + show(snapshot) + "\"; use GENERATION-HASH.data with 16 hexadecimal digits"));
        return new Delta(
                list(text("list")),
                base,
                text("sha256"),
                number("generation"),
                prefixes("add"),
                prefixes("remove"),
                name,
                text("protected_sha256"));
    }

    private void readFields() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("the delta document is no JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY && (name.equals("add") || name.equals("remove"))) {
                lists.put(name, readPrefixes(name));
            } else if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                json.skipChildren();
            } else if (token == JsonToken.VALUE_STRING) {
                texts.put(name, json.getText());
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(name, json.getLongValue());
            } else if (token == JsonToken.VALUE_NULL) {
                nulls.add(name);
            }
        }
    }

    private BanList readPrefixes(String name) throws IOException {
        BanList.Builder builder = new BanList.Builder(16);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw new IOException(name + " holds something that is no text");
            }
            String text = json.getText();
            try {
                Prefix prefix = Prefix.parse(text);
                if (!prefix.toString().equals(text)) {
                    throw new IOException(name + ": \"" + show(text) + "\" is not canonical; write " + prefix);
                }
                builder.append(prefix);
            } catch (IllegalArgumentException e) {
                throw new IOException(name + ": \"" + show(text) + "\": " + e.getMessage(), e);
            }
        }
        return builder.build();
    }

    private static String show(String text) {
        return UntrustedText.show(text, SHOWN_CHARS_MAX);
    }

    private static UUID list(String text) throws IOException {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("list is no UUID", e);
        }
        throw new IOException("list is no UUID in its canonical form");
    }

    private String text(String name) throws IOException {
        return required(texts, name, "a text");
    }

    private long number(String name) throws IOException {
        return required(numbers, name, "a whole number");
    }

    private BanList prefixes(String name) throws IOException {
        return required(lists, name, "a list of prefixes");
    }

    private static <T> T required(Map<String, T> values, String name, String expected) throws IOException {
        T value = values.get(name);
        if (value == null) {
            throw new IOException(name + " is missing or not " + expected);
        }
        return value;
    }
}
