package net.saltban.saltapi;

import java.util.Map;
import java.util.Set;

import com.google.gson.JsonElement;

/**
 * Finds the text by which Salt replaces values that are too large for it (salt/utils/dicttrim.py), with status 200 and no
 * other sign.
 *
 * <p>A user name may hold that very text: whoever tries it must not stop the collection of the minion that reports it. Names
 * are cut at 64 characters, so Salt never replaces one; the fields {@code name} and {@code user} are passed over.
 */
final class TrimmedValues {
    static final String MARK = "VALUE_TRIMMED";

    private static final Set<String> NAMES_CHOSEN_BY_OTHERS = Set.of("name", "user");

    private TrimmedValues() {}

    static boolean isIn(JsonElement value) {
        if (value.isJsonPrimitive()) {
            return value.getAsJsonPrimitive().isString() && value.getAsString().equals(MARK);
        }
        if (value.isJsonArray()) {
            for (JsonElement element : value.getAsJsonArray()) {
                if (isIn(element)) {
                    return true;
                }
            }
        } else if (value.isJsonObject()) {
            for (Map.Entry<String, JsonElement> field : value.getAsJsonObject().entrySet()) {
                boolean isName = NAMES_CHOSEN_BY_OTHERS.contains(field.getKey())
                        && field.getValue().isJsonPrimitive();
                if (!isName && isIn(field.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }
}
