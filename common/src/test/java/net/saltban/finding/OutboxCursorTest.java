package net.saltban.finding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutboxCursorTest {
    @Test
    void a_cursor_reads_back() {
        OutboxCursor cursor = new OutboxCursor(Epoch.random(), Long.MAX_VALUE);
        assertThat(OutboxCursor.tryParse(cursor.toString())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "00c0ffee00c0ffee",
                "00c0ffee00c0ffee:",
                "00c0ffee00c0ffee:-1",
                "00C0FFEE00C0FFEE:1",
                "00c0ffee00c0ffe:1",
                "00c0ffee00c0ffee:99999999999999999999",
                "00c0ffee00c0ffee:1 "
            })
    void what_is_no_cursor_is_empty(String text) {
        assertThat(OutboxCursor.tryParse(text)).isEmpty();
    }
}
