package net.saltban.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CheckpointTest {
    private static final Checkpoint SAMPLE = new Checkpoint(List.of(
            new Generation(
                    new FileIdentity(2049, 17), new Fingerprint(1024, -1, 7), 1L << 40, true, Generation.State.DONE),
            new Generation(
                    new FileIdentity(2049, 18), new Fingerprint(90, 5, -6), 90, false, Generation.State.AT_END)));

    @Nested
    class Decoding {
        @Test
        void gives_back_what_was_encoded() throws IOException {
            assertThat(Checkpoint.decode(SAMPLE.encode())).isEqualTo(SAMPLE);
        }

        @Test
        void every_cut_is_refused() {
            byte[] whole = SAMPLE.encode();
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> Checkpoint.decode(cut)).hasMessage("checkpoint that is cut off");
            }
        }

        @Test
        void something_behind_the_end_is_refused() {
            byte[] whole = SAMPLE.encode();
            assertThatThrownBy(() -> Checkpoint.decode(Arrays.copyOf(whole, whole.length + 1)))
                    .hasMessage("checkpoint with something behind its end");
        }

        @Test
        void another_form_is_refused() {
            byte[] whole = SAMPLE.encode();
            whole[0] = 2;
            assertThatThrownBy(() -> Checkpoint.decode(whole))
                    .hasMessage("checkpoint of form 2; this program reads form 1");
        }

        @Test
        void any_other_bytes_are_a_checkpoint_or_refused_never_another_error() {
            long seed = 20260106;
            Random random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = SAMPLE.encode();
                for (int j = 0; j <= random.nextInt(3); j++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertThat(Checkpoint.decode(bytes).encode())
                            .as("seed %d, round %d", seed, i)
                            .isNotNull();
                } catch (IOException e) {
                    assertThat(e).as("seed %d, round %d", seed, i).hasMessageStartingWith("checkpoint");
                }
            }
        }
    }
}
