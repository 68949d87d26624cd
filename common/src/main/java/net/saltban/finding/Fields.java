package net.saltban.finding;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import net.saltban.limits.InputLimits;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, asked for by name and type; what nobody asks for is skipped. */
final class Fields {
    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads one element of a list. */
    interface Element {
        Object read(JsonParser json) throws IOException;
    }

    /** Which lists of an object are wanted, and how their elements are read. */
    interface Lists {
        @Nullable
        Element of(String name);
    }

    static Fields read(JsonParser json, Lists lists) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("an object was expected at " + place(json));
        }
        Map<String, Object> values = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            Element element = token == JsonToken.START_ARRAY ? lists.of(name) : null;
            if (element != null) {
                values.put(name, list(json, name, element));
            } else if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                json.skipChildren();
            } else if (token == JsonToken.VALUE_STRING) {
                values.put(name, json.getText());
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                values.put(name, json.getLongValue());
            } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                values.put(name, json.getBooleanValue());
            }
        }
        return new Fields(values);
    }

    private static List<Object> list(JsonParser json, String name, Element element) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == InputLimits.FINDINGS_MAX) {
                throw new IOException(name + " has more than " + InputLimits.FINDINGS_MAX + " elements");
            }
            elements.add(element.read(json));
        }
        return elements;
    }

    String text(String name) throws IOException {
        return typed(name, String.class, "a text");
    }

    boolean flag(String name) throws IOException {
        return typed(name, Boolean.class, "true or false");
    }

    long number(String name) throws IOException {
        return typed(name, Long.class, "a whole number");
    }

    int count(String name) throws IOException {
        return integer(name, 0, Integer.MAX_VALUE);
    }

    int integer(String name, int min, int max) throws IOException {
        long value = number(name);
        if (value < min || value > max) {
            throw new IOException(name + " is " + value + "; use " + min + " to " + max);
        }
        return (int) value;
    }

    Instant time(String name) throws IOException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new IOException(name + " is no RFC 3339 time in UTC", e);
        }
    }

    <T> List<T> list(String name, Class<T> type) throws IOException {
        List<?> elements = typed(name, List.class, "a list");
        List<T> result = new ArrayList<>(elements.size());
        for (Object element : elements) {
            result.add(type.cast(element));
        }
        return result;
    }

    private <T> T typed(String name, Class<T> type, String expected) throws IOException {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IOException(name + (value == null ? " is missing" : " is not " + expected));
        }
        return type.cast(value);
    }

    private static String place(JsonParser json) {
        return "byte " + json.currentTokenLocation().getByteOffset();
    }
}
