package net.saltban.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import net.saltban.source.LogConsumer;
import net.saltban.source.LogMessage;
import net.saltban.sshd.SourceEvent;
import net.saltban.sshd.SshdReader;

/** What a journal handed out, and what sshd's reader made of it. */
final class Heard implements LogConsumer {
    private final SshdReader reader = new SshdReader(ZoneOffset.UTC);
    private final List<SourceEvent> events = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private int lines;

    @Override
    public void line(byte[] buffer, int from, int to, Instant notAfter) {
        lines++;
    }

    @Override
    public void message(LogMessage message) {
        String sender = message.isProven() ? "daemon" : message.isVouched() ? "root" : "anybody";
        messages.add(sender + " " + message.identifier() + "[" + message.pid() + "] "
                + new String(message.text(), StandardCharsets.ISO_8859_1));
        reader.message(
                message.identifier(),
                message.isVouched(),
                message.origin(),
                message.pid(),
                message.time(),
                message.text(),
                events::add);
    }

    int lines() {
        return lines;
    }

    List<String> messages() {
        return messages;
    }

    long ambiguous() {
        return reader.ambiguous();
    }

    /** Events when all is ended. */
    List<SourceEvent> finish() {
        reader.finish(events::add);
        return events;
    }
}
