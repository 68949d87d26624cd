package net.saltban.saltapi;

import java.io.IOException;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;

/**
 * An argument of a call, as it was given: salt-netapi-client's own writer leaves out fields that are null, and in our documents a
 * null says something.
 *
 * @param value the argument
 */
@JsonAdapter(Argument.Adapter.class)
record Argument(JsonElement value) {
    static Argument of(String json) {
        return new Argument(JsonParser.parseString(json));
    }

    static final class Adapter extends TypeAdapter<Argument> {
        private final TypeAdapter<JsonElement> elements = new Gson().getAdapter(JsonElement.class);

        @Override
        public void write(JsonWriter out, Argument argument) throws IOException {
            boolean before = out.getSerializeNulls();
            out.setSerializeNulls(true);
            elements.write(out, argument.value());
            out.setSerializeNulls(before);
        }

        @Override
        public Argument read(JsonReader in) throws IOException {
            return new Argument(elements.read(in));
        }
    }
}
