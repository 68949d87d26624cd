package net.saltban.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {
    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);

    private static Cursor cursor(String sequence, int number, String boot, int monotonic, int realtime) {
        return Cursor.tryParse("s=" + sequence + ";i=" + Integer.toHexString(number) + ";b=" + boot + ";m="
                        + Integer.toHexString(monotonic) + ";t=" + Integer.toHexString(realtime) + ";x=1")
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s=1;i=1;b=1;m=1;t=1;x=1",
                "--file=/etc/shadow",
                "s=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;i=1;b=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;m=1;t=1;x=1\n"
            })
    void nothing_else_is_a_cursor(String text) {
        assertThat(Cursor.tryParse(text)).isEmpty();
    }

    @Test
    void an_entry_that_was_moved_to_the_disk_is_the_same() {
        assertThat(cursor(A, 5, A, 7, 9).isOfSameEntry(cursor(B, 1, A, 7, 9))).isTrue();
        assertThat(cursor(A, 5, A, 7, 9).isOfSameEntry(cursor(A, 6, A, 8, 9))).isFalse();
    }

    @Test
    void a_clock_that_was_set_back_does_not_matter_within_a_sequence_or_a_boot() {
        assertThat(cursor(A, 6, B, 1, 1).isBehind(cursor(A, 5, A, 9, 9))).isTrue();
        assertThat(cursor(B, 1, A, 10, 1).isBehind(cursor(A, 5, A, 9, 9))).isTrue();
        assertThat(cursor(B, 9, B, 10, 8).isBehind(cursor(A, 5, A, 9, 9))).isFalse();
    }
}
