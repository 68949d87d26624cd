package net.saltban.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;

final class BoundedInputTest {
    @Test
    void an_input_of_just_the_bound_is_read_whole() throws IOException {
        assertThat(BoundedInput.readAll(new ByteArrayInputStream(new byte[5]), 5))
                .hasSize(5);
    }

    @Test
    void a_larger_one_is_an_error_and_never_cut() {
        assertThatThrownBy(() -> BoundedInput.readAll(new ByteArrayInputStream(new byte[6]), 5))
                .isInstanceOf(InputTooLargeException.class)
                .hasMessage("larger than the 5 bytes that are read at most");
    }
}
