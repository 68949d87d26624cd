package net.saltban.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every known input of every target keeps every promise; whatever was found once is among them. Needs no Jazzer. */
final class FuzzReplayTest {
    @TestFactory
    List<DynamicTest> a_known_input_breaks_nothing() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (FuzzTarget target : FuzzTarget.ALL) {
            for (Map.Entry<String, byte[]> input : Inputs.of(target).entrySet()) {
                tests.add(DynamicTest.dynamicTest(
                        target.label() + "/" + input.getKey(), () -> target.read(input.getValue())));
            }
        }
        return tests;
    }
}
