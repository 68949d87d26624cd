package net.saltban.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.IntFunction;

import net.saltban.finding.Finding;
import net.saltban.finding.Trust;
import net.saltban.outbox.MinuteFindings;
import net.saltban.sshd.SshdReader;

/** Reads a flood in the memory that its JVM was given, and says what was counted: {@code attempts=N findings=N state=BYTES}. */
final class FloodMain {
    private static final String EPOCH = "0123456789abcdef";
    private static final Instant NOT_AFTER = Instant.parse("2026-01-06T00:00:00Z");
    private static final int STATE_EVERY = 100_000;

    private final SshdReader reader = new SshdReader(ZoneOffset.UTC);
    private final MinuteFindings minutes = new MinuteFindings();
    private long attempts;
    private long findings;
    private int stateBytesMax;

    private FloodMain() {}

    /** Kind of the flood, and how many lines: {@code addresses}, {@code names} or {@code processes}. */
    public static void main(String[] args) {
        new FloodMain().read(flood(args[0]), Integer.parseInt(args[1]));
    }

    private static IntFunction<String> flood(String kind) {
        return switch (kind) {
            case "addresses" ->
                i -> "Failed password for root from 2001:db8:0:1:" + Integer.toHexString(1 + i % 0xffff) + ":"
                        + Integer.toHexString(1 + i / 0xffff) + ":7:7 port 7 ssh2";
            case "names" -> i -> "Failed password for invalid user u" + i + " from 198.51.100.7 port 7 ssh2";
            case "processes" -> i -> "Invalid user x from 198.51.100.7 port " + (1024 + i % 60_000);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private void read(IntFunction<String> flood, int lines) {
        for (int i = 0; i < lines; i++) {
            String line = "Jan  5 03:04:05 web1 sshd[" + (1 + i) + "]: " + flood.apply(i);
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            reader.line(bytes, 0, bytes.length, NOT_AFTER, event -> minutes.add(event, Trust.TEXT));
            if (minutes.isFull()) {
                drain();
            }
            if (i % STATE_EVERY == 0) {
                stateBytesMax = Math.max(stateBytesMax, reader.state().length);
            }
        }
        reader.finish(event -> minutes.add(event, Trust.TEXT));
        drain();
        System.out.println(String.join(
                " ", Arrays.asList("attempts=" + attempts, "findings=" + findings, "state=" + stateBytesMax)));
    }

    private void drain() {
        for (Finding finding : minutes.drain(EPOCH, findings + 1)) {
            attempts += finding.failures();
            findings++;
        }
    }
}
