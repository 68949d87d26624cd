package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class AgentCheckpointTest {
    private static final Map<String, LogState> SAMPLE = new TreeMap<>(Map.of(
            "/var/log/auth.log",
            new LogState(bytes(1, 2, 3), bytes(4), Instant.parse("2026-01-05T03:04:05.5Z"), 7, 1),
            "/srv/log/auth.log",
            new LogState(bytes(), bytes(9, 9), Instant.EPOCH, 0, 0)));

    private static LogState.Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return LogState.Bytes.of(bytes);
    }

    @Nested
    class Decoding {
        @Test
        void gives_back_what_was_encoded() throws IOException {
            assertThat(AgentCheckpoint.decode(AgentCheckpoint.encode(SAMPLE))).isEqualTo(SAMPLE);
        }

        @Test
        void every_cut_is_refused() {
            byte[] whole = AgentCheckpoint.encode(SAMPLE);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> AgentCheckpoint.decode(cut))
                        .as("cut at %d", length)
                        .isInstanceOf(IOException.class)
                        .hasMessage("the checkpoint is cut off");
            }
        }

        @Test
        void another_form_is_refused() {
            byte[] whole = AgentCheckpoint.encode(SAMPLE);
            whole[0] = 2;
            assertThatThrownBy(() -> AgentCheckpoint.decode(whole))
                    .hasMessage("the checkpoint has form 2; this program reads form 1");
        }

        @Test
        void any_other_bytes_are_a_checkpoint_or_refused_never_another_error() {
            long seed = 20260109;
            Random random = new Random(seed);
            for (int round = 0; round < 20_000; round++) {
                byte[] bytes = AgentCheckpoint.encode(SAMPLE);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(AgentCheckpoint.decode(bytes))
                            .as("seed %d, round %d", seed, round)
                            .isNotNull();
                } catch (IOException e) {
                    assertThat(e).as("seed %d, round %d", seed, round).hasMessageStartingWith("the checkpoint");
                }
            }
        }
    }
}
