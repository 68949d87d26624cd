package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import net.saltban.sshd.SourceEvent;
import net.saltban.sshd.SshdReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads count what one counts, in the same order. */
@Timeout(60)
final class ParallelLinesTest {
    private static final Instant NOT_AFTER = Instant.parse("2026-06-01T00:00:00Z");
    private static final long SEED = Long.getLong("saltban.fuzz.seed", 1L);

    private final SshdReader reader = new SshdReader(ZoneOffset.UTC);
    private final List<SourceEvent> events = new ArrayList<>();

    /** Connections whose lines are mixed and lie many blocks apart, amid lines of other programs. */
    private static byte[] log(int bytes) {
        Random random = new Random(SEED);
        StringBuilder log = new StringBuilder(bytes + 500);
        int second = 0;
        while (log.length() < bytes) {
            second += random.nextInt(2);
            log.append(String.format(
                    Locale.ROOT,
                    "2026-01-05T%02d:%02d:%02d+00:00 web1 ",
                    second / 3600 % 24,
                    second / 60 % 60,
                    second % 60));
            int pid = 1 + random.nextInt(40);
            String peer = "203.0.113." + pid + " port " + (4000 + pid);
            log.append(
                    switch (random.nextInt(8)) {
                        case 0 -> "sshd[" + pid + "]: Failed password for root from " + peer + " ssh2\n";
                        case 1 -> "sshd[" + pid + "]: Invalid user admin from " + peer + "\n";
                        case 2 ->
                            "sshd[" + pid + "]: Connection closed by authenticating user root " + peer + " [preauth]\n";
                        case 3 -> "last message repeated 2 times\n";
                        default -> "CRON[" + pid + "]: (root) CMD (" + "x".repeat(random.nextInt(400)) + ")\n";
                    });
        }
        return log.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void read(InputStream content, Set<String> threads) throws IOException {
        AtomicInteger inside = new AtomicInteger();
        ParallelLines.read(content, reader.blockReader(), List.of(), read -> {
            assertThat(inside.incrementAndGet()).as("counting at a time").isEqualTo(1);
            threads.add(Thread.currentThread().getName());
            reader.count(read, NOT_AFTER, events::add);
            inside.decrementAndGet();
        });
    }

    private static List<SourceEvent> onOneThread(byte[] log) {
        SshdReader alone = new SshdReader(ZoneOffset.UTC);
        List<SourceEvent> expected = new ArrayList<>();
        alone.lines(log, 0, log.length, NOT_AFTER, expected::add);
        return expected;
    }

    @Test
    void a_large_content_is_counted_as_on_one_thread() throws IOException {
        byte[] log = log((int) (5 * ParallelLines.ALONE_BYTES));

        read(new ByteArrayInputStream(log), ConcurrentHashMap.newKeySet());

        assertThat(events).hasSizeGreaterThan(10_000).isEqualTo(onOneThread(log));
    }

    @Test
    void a_small_content_needs_no_second_thread() throws IOException {
        byte[] log = log(1_000_000);
        Set<String> threads = new HashSet<>();

        read(new ByteArrayInputStream(log), threads);

        assertThat(events).isNotEmpty().isEqualTo(onOneThread(log));
        assertThat(threads).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void half_a_line_at_the_end_counts() throws IOException {
        read(
                new ByteArrayInputStream(
                        "Jan  5 03:04:05 web1 sshd[9]: Failed password for root from 203.0.113.7 port 22 ssh2"
                                .getBytes(StandardCharsets.US_ASCII)),
                new HashSet<>());

        assertThat(events).hasSize(1);
    }

    @Test
    void what_comes_before_damage_is_counted_and_then_the_damage_is_told() {
        byte[] log = log((int) (2 * ParallelLines.ALONE_BYTES));
        InputStream damage = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("here it ends");
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> read(
                        new SequenceInputStream(new ByteArrayInputStream(log), damage), ConcurrentHashMap.newKeySet()))
                .isInstanceOf(IOException.class)
                .hasMessage("here it ends");
        assertThat(events).isEqualTo(onOneThread(log));
    }

    @Test
    void a_defect_while_counting_ends_both_threads_and_is_told() {
        byte[] log = log((int) (3 * ParallelLines.ALONE_BYTES));
        AtomicInteger blocks = new AtomicInteger();

        assertThatThrownBy(() ->
                        ParallelLines.read(new ByteArrayInputStream(log), reader.blockReader(), List.of(), read -> {
                            if (blocks.incrementAndGet() == 50) {
                                throw new IllegalStateException("broken");
                            }
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(blocks).hasValue(50);
    }
}
