package net.saltban.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to the bytes of an outbox: it is refused and left alone, or what is read is what was written, at most
 * without the end.
 */
final class OutboxDamageTest {
    private static final int ROUNDS = 1500;

    @TempDir
    Path temporary = Path.of("/");

    @Test
    void nothing_is_ever_read_that_was_not_written() throws IOException {
        long seed = 20260107;
        Random random = new Random(seed);
        OutboxFolder folder = new OutboxFolder(temporary.resolve("outbox"), OutboxFolder.SMALL);
        for (int i = 0; i < 12; i++) {
            folder.append(i % 4, i % 5 == 0 ? new String[] {"gap " + i} : new String[0]);
        }
        List<Long> written = folder.seqs();
        List<Path> segments = folder.segments();
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path segment = segments.get(random.nextInt(segments.size()));
            byte[] whole = Files.readAllBytes(segment);
            Files.write(segment, damage(random, whole));
            byte[] damaged = Files.readAllBytes(segment);
            try {
                List<Long> read = folder.seqs();
                assertThat(read).as("seed %d, round %d", seed, round).isEqualTo(written.subList(0, read.size()));
                assertThat(written.size() - read.size())
                        .as("seed %d, round %d: lost", seed, round)
                        .isLessThan(4 * segments.size());
            } catch (OutboxDamagedException e) {
                refused++;
                assertThat(Files.readAllBytes(segment)).isEqualTo(damaged);
            }
            Files.write(segment, whole);
        }
        assertThat(refused).isGreaterThan(ROUNDS / 2);
        assertThat(folder.seqs()).isEqualTo(written);
    }

    private static byte[] damage(Random random, byte[] whole) {
        byte[] bytes = whole.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> random.nextBytes(bytes);
            case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(700)), (byte) 0);
            default -> bytes = Arrays.copyOf(bytes, at);
        }
        return bytes;
    }
}
