package net.saltban.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import net.saltban.source.LineConsumer;
import net.saltban.source.MessageConsumer;

/**
 * The lines of {@code journalctl -o json}, an object each. A value is a string, {@code null} where it was too long to be written,
 * numbers where it is not UTF-8, or a list where the field occurs more than once. A line that is no such object is passed over,
 * one above the bound of a log line never comes here.
 */
final class JsonEntries implements LineConsumer {
    private final JsonFactory factory = new JsonFactory();
    private final Entry entry = new Entry();
    private final MessageConsumer messages;

    JsonEntries(MessageConsumer messages) {
        this.messages = messages;
    }

    @Override
    public void line(byte[] buffer, int from, int to, Instant notAfter) {
        entry.clear();
        if (buffer[from] == '{' && parse(buffer, from, to) && entry.isMessage()) {
            messages.message(entry.toMessage());
        }
    }

    private boolean parse(byte[] buffer, int from, int to) {
        try (JsonParser json = factory.createParser(buffer, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                byte[] name = json.currentName().getBytes(StandardCharsets.UTF_8);
                Field field = Field.of(name, 0, name.length);
                JsonToken value = json.nextToken();
                if (field == null || value == null) {
                    json.skipChildren();
                } else {
                    value(json, value, field);
                }
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException e) {
            return false; // half a line, or no JSON
        }
    }

    private void value(JsonParser json, JsonToken value, Field field) throws IOException {
        switch (value) {
            case VALUE_STRING -> entry.put(field, json.getText().getBytes(StandardCharsets.UTF_8));
            case VALUE_NULL -> entry.putOverlong();
            case START_ARRAY -> array(json, field);
            default -> {
                json.skipChildren();
                entry.putDoubled(); // journald writes no such value
            }
        }
    }

    private void array(JsonParser json, Field field) throws IOException {
        byte[] bytes = new byte[64];
        int length = 0;
        boolean isBytes = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new IOException("the object ends in a list");
            }
            int b = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : -1;
            if (b < 0 || b > 255) {
                isBytes = false;
                json.skipChildren();
            } else {
                bytes = length < bytes.length ? bytes : Arrays.copyOf(bytes, 2 * length);
                bytes[length++] = (byte) b;
            }
        }
        if (isBytes) {
            entry.put(field, Arrays.copyOf(bytes, length));
        } else {
            entry.putDoubled();
        }
    }
}
