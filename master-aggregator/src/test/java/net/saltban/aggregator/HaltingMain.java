package net.saltban.aggregator;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Arrays;

import net.saltban.saltapi.NetApi;
import net.saltban.saltapi.Pause;

/** The program, but it dies at a step without any farewell, as by kill -9: {@code STEP NTH ARGUMENT...}. */
public final class HaltingMain {
    /** Status of the death. */
    static final int KILLED = 137;

    private HaltingMain() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        CycleStep last = CycleStep.valueOf(arguments[0]);
        int[] left = {Integer.parseInt(arguments[1])};
        Surroundings surroundings = new Surroundings(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                System.getenv(),
                "root",
                InstantSource.system(),
                Pause.real(),
                NetApi::open);
        int status = AggregatorMain.run(
                surroundings,
                step -> {
                    if (step == last && --left[0] == 0) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                },
                Arrays.copyOfRange(arguments, 2, arguments.length));
        System.exit(status);
    }
}
