package net.saltban.saltapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.suse.salt.netapi.results.Return;
import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** Takes apart what salt-api answers; nothing in it is believed to have a shape. */
final class Answers {
    private static final int TEXT_CHARS_MAX = 300;

    private Answers() {}

    /** The token of a login's answer. */
    static String token(JsonElement answer) {
        JsonElement list = member(answer, "return");
        if (list != null && list.isJsonArray() && list.getAsJsonArray().size() == 1) {
            Optional<String> token = text(member(list.getAsJsonArray().get(0), "token"));
            // Checked here, since a header that cannot be sent would be quoted by the error that says so.
            if (token.isPresent() && token.get().matches("[!-~]{1,512}")) {
                return token.get();
            }
        }
        throw new HttpFailure(-1, "no token in it");
    }

    static Optional<JsonElement> first(Return<List<JsonElement>> answer) {
        List<JsonElement> list = answer.getResult();
        if (list == null || list.isEmpty()) {
            throw new HttpFailure(-1, "no element in \"return\"");
        }
        return Optional.ofNullable(list.get(0));
    }

    /** The job in the answer of local_async; empty if nobody matched the target, which salt-api tells by an empty object. */
    static Optional<PublishedJob> job(JsonElement answer) {
        if (answer.isJsonObject() && answer.getAsJsonObject().size() == 0) {
            return Optional.empty();
        }
        String jid = text(member(answer, "jid")).orElseThrow(() -> new HttpFailure(-1, "no jid in it"));
        return Optional.of(new PublishedJob(jid, texts(member(answer, "minions"))));
    }

    /** What a runner function of ours answered: a document of version 1 without an error. */
    static JsonObject runnerDocument(Optional<JsonElement> answer, FaultMessages.OfCall faults)
            throws SaltApiException {
        if (answer.isEmpty()) {
            throw faults.unreadable("nothing in it");
        }
        Optional<String> text = text(answer.get());
        if (text.isPresent()) {
            throw text.get().contains("is not available")
                    ? faults.runnerMissing(text.get())
                    : faults.runnerRefused(text.get());
        }
        if (!answer.get().isJsonObject()) {
            throw faults.unreadable("neither text nor object");
        }
        JsonObject document = answer.get().getAsJsonObject();
        Optional<String> error = text(document.get("error"));
        if (error.isPresent()) {
            throw faults.runnerRefused(error.get());
        }
        if (number(document.get("v")) != 1) {
            throw faults.unreadable("no document of version 1; use runner and aggregator of one release");
        }
        return document;
    }

    static void published(JsonObject document, String name, FaultMessages.OfCall faults) throws SaltApiException {
        if (!text(document.get("published")).equals(Optional.of(name))) {
            throw faults.unreadable("it does not say that " + name + " is published");
        }
    }

    static ReturnsPage page(JsonObject document, FaultMessages.OfCall faults) throws SaltApiException {
        JsonElement list = document.get("returns");
        if (list == null || !list.isJsonArray()) {
            throw faults.unreadable("no list \"returns\"");
        }
        List<MinionReturn> returns = new ArrayList<>();
        for (JsonElement element : list.getAsJsonArray()) {
            minionReturn(element).ifPresent(returns::add);
        }
        JsonElement more = document.get("more");
        boolean isMore = more != null && more.isJsonPrimitive() && more.getAsBoolean();
        return new ReturnsPage(texts(document.get("minions")), returns, isMore);
    }

    private static Optional<MinionReturn> minionReturn(JsonElement element) {
        return text(member(element, "minion"))
                .map(minion -> new MinionReturn(
                        minion,
                        text(member(element, "key")).orElse(""),
                        text(member(element, "address")).orElse(""),
                        content(element.getAsJsonObject())));
    }

    private static MinionReturn.Content content(JsonObject element) {
        Optional<String> error = text(element.get("error"));
        if (error.isPresent()) {
            return new MinionReturn.Unusable(shown(error.get()));
        }
        JsonElement value = element.get("return");
        if (value == null || value.isJsonNull()) {
            return new MinionReturn.Unusable("the return is empty");
        }
        if (TrimmedValues.isIn(value)) {
            return new MinionReturn.Unusable("Salt replaced a part of the return by " + TrimmedValues.MARK
                    + " because of its size; nothing of it was used");
        }
        Optional<String> text = text(value);
        if (text.isPresent()) {
            return new MinionReturn.Unusable(functionMissing(text.get()));
        }
        return new MinionReturn.Value(value.toString());
    }

    private static String functionMissing(String text) {
        return text.contains("is not available")
                ? "the Salt module saltban is not there or not usable (" + shown(text)
                        + "); apply the state saltban on this minion"
                : shown(text);
    }

    private static String shown(String text) {
        return UntrustedText.show(text.strip(), TEXT_CHARS_MAX);
    }

    private static List<String> texts(@Nullable JsonElement list) {
        List<String> texts = new ArrayList<>();
        if (list != null && list.isJsonArray()) {
            for (JsonElement element : list.getAsJsonArray()) {
                text(element)
                        .filter(text -> text.length() <= InputLimits.TEXT_CHARS_MAX)
                        .ifPresent(texts::add);
            }
        }
        return texts;
    }

    private static long number(@Nullable JsonElement value) {
        boolean isNumber = value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isNumber();
        return isNumber && value != null ? value.getAsLong() : -1;
    }

    private static Optional<String> text(@Nullable JsonElement value) {
        boolean isText = value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString();
        return isText && value != null ? Optional.of(value.getAsString()) : Optional.empty();
    }

    private static @Nullable JsonElement member(@Nullable JsonElement object, String name) {
        return object != null && object.isJsonObject()
                ? object.getAsJsonObject().get(name)
                : null;
    }
}
