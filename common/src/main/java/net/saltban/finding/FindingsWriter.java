package net.saltban.finding;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;

/** Writes the fields that {@link FindingsReader} reads. */
final class FindingsWriter {
    private FindingsWriter() {}

    static void write(FindingsDocument document, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("v", FindingsDocument.VERSION);
        json.writeStringField("minion", document.minion());
        json.writeStringField("agent", document.agent());
        json.writeStringField("now", document.now().toString());
        json.writeStringField("epoch", document.epoch());
        json.writeNumberField("from", document.from());
        json.writeNumberField("to", document.to());
        json.writeBooleanField("more", document.more());
        json.writeArrayFieldStart("gaps");
        for (Gap gap : document.gaps()) {
            json.writeStartObject();
            json.writeStringField("noticed", gap.noticed().toString());
            json.writeStringField("what", gap.what());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : document.findings()) {
            write(finding, json);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sources");
        for (LogHealth log : document.sources()) {
            write(log, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void write(Finding finding, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("epoch", finding.epoch());
        json.writeNumberField("seq", finding.seq());
        json.writeStringField("source", finding.source().toString());
        json.writeStringField("minute", finding.minute().toString());
        json.writeStringField("first", finding.first().toString());
        json.writeStringField("last", finding.last().toString());
        json.writeNumberField("failures", finding.failures());
        json.writeNumberField("root_failures", finding.rootFailures());
        json.writeNumberField("invalid_user_failures", finding.invalidUserFailures());
        json.writeNumberField("probes", finding.probes());
        json.writeArrayFieldStart("users");
        for (UserFailures user : finding.users()) {
            json.writeStartObject();
            json.writeStringField("name", user.name());
            json.writeBooleanField("invalid", user.invalid());
            json.writeNumberField("failures", user.failures());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("users_more", finding.usersMore());
        json.writeArrayFieldStart("logins");
        for (Login login : finding.logins()) {
            json.writeStartObject();
            json.writeStringField("user", login.user());
            json.writeStringField("method", login.method());
            json.writeStringField("key", login.key());
            json.writeStringField("first", login.first().toString());
            json.writeStringField("last", login.last().toString());
            json.writeNumberField("count", login.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("logins_more", finding.loginsMore());
        json.writeStringField("trust", name(finding.trust()));
        json.writeEndObject();
    }

    private static void write(LogHealth log, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", log.source());
        json.writeStringField("trust", name(log.trust()));
        json.writeNumberField("lag_bytes", log.lagBytes());
        json.writeNumberField("lines", log.lines());
        json.writeNumberField("ambiguous", log.ambiguous());
        json.writeStringField("problem", log.problem());
        json.writeEndObject();
    }

    static String name(Trust trust) {
        return switch (trust) {
            case JOURNAL -> "journal";
            case TEXT -> "text";
        };
    }
}
