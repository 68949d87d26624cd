package net.saltban.aggregator;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What {@code --json} prints: one document of version 1, fields in the order of their adding, two blanks a level. */
final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** An object with its version, to add fields to; values are text, numbers, booleans, lists and maps. */
    static Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("v", 1);
        return document;
    }

    /** A time as every document holds it. */
    static String time(Instant time) {
        return time.toString();
    }

    static void print(Map<String, Object> document, PrintWriter out) throws JsonProcessingException {
        out.println(MAPPER.writeValueAsString(document));
    }
}
