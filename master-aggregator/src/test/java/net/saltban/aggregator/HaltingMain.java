package net.saltban.aggregator;

import java.util.Arrays;

/** The program, but it dies at a step without any farewell, as by kill -9: {@code STEP NTH ARGUMENT...}. */
public final class HaltingMain {
    /** Status of the death. */
    static final int KILLED = 137;

    private HaltingMain() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        CycleStep last = CycleStep.valueOf(arguments[0]);
        int[] left = {Integer.parseInt(arguments[1])};
        int status = AggregatorMain.run(
                AggregatorMain.realSurroundings(),
                step -> {
                    if (step == last && --left[0] == 0) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                },
                Arrays.copyOfRange(arguments, 2, arguments.length));
        System.exit(status);
    }
}
