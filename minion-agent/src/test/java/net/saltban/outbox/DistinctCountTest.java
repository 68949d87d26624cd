package net.saltban.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DistinctCountTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 10})
    void a_few_are_counted_exactly(int count) {
        assertThat(estimate(count)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 500, 1000, 2000})
    void many_are_estimated(int count) {
        assertThat(estimate(count)).isCloseTo(count, within(count / 10));
    }

    private static int estimate(int count) {
        DistinctCount distinct = new DistinctCount();
        for (int i = 0; i < count; i++) {
            distinct.add(("name" + i).hashCode());
            distinct.add(("name" + i).hashCode());
        }
        return distinct.estimate();
    }
}
