package net.saltban.problem;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProblemsTest {
    @Test
    void all_are_thrown_at_once_one_a_line() {
        Problems problems = new Problems();
        problems.add("a.yaml:1", "mode is \"of\"; use observe or enforce");
        problems.add("a.yaml:7", "list is missing; add it");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(ProblemsException.class)
                .hasMessage("a.yaml:1: mode is \"of\"; use observe or enforce\na.yaml:7: list is missing; add it");
    }

    @Test
    void none_throws_nothing() {
        assertThatCode(new Problems()::throwIfAny).doesNotThrowAnyException();
    }
}
