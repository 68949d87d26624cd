package net.saltban.sshd;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Feeds lines to a reader and says its events in short: {@code failure 198.51.100.7 root}, with {@code x3} if it counts three. */
final class Lines {
    static final Instant NOT_AFTER = Instant.parse("2026-03-01T00:00:00Z");

    SshdReader reader = new SshdReader(ZoneOffset.UTC);
    private final List<SourceEvent> events = new ArrayList<>();

    Lines line(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        reader.line(bytes, 0, bytes.length, NOT_AFTER, events::add);
        return this;
    }

    /** Lines, each with its end, in one block. */
    Lines text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        reader.lines(bytes, 0, bytes.length, NOT_AFTER, events::add);
        return this;
    }

    /** Messages of a process, a second apart. */
    Lines sshd(int pid, String... messages) {
        for (String message : messages) {
            line("Jan  5 03:04:05 web1 sshd[" + pid + "]: " + message);
        }
        return this;
    }

    Lines at(String time, int pid, String message) {
        return line("Jan  5 " + time + " web1 sshd[" + pid + "]: " + message);
    }

    /** The events so far; nothing is ended. */
    List<String> soFar() {
        return events.stream().map(Lines::text).toList();
    }

    /** The events when all is ended. */
    List<String> finish() {
        reader.finish(events::add);
        return soFar();
    }

    List<String> settle(String time) {
        reader.settle(Instant.parse("2026-01-05T" + time + "Z"), events::add);
        return soFar();
    }

    List<SourceEvent> events() {
        return events;
    }

    static String text(SourceEvent event) {
        StringBuilder text = new StringBuilder();
        text.append(
                switch (event.kind()) {
                    case FAILURE -> "failure ";
                    case LOGIN -> "login ";
                    case PROBE -> "probe ";
                });
        text.append(event.source());
        if (!event.user().isEmpty()) {
            text.append(event.invalidUser() ? " invalid " : " ").append(event.user());
        }
        if (event.count() > 1) {
            text.append(" x").append(event.count());
        }
        return text.toString();
    }
}
