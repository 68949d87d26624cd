import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A scan in a Java that has scanned before: {@code java -cp saltban-agent.jar WarmScan.java LOG COLD}. Runs the agent's own command several times,
 * the first COLD ones for the compiler only, and prints the median seconds of the others.
 */
final class WarmScan {
    private static final int WARM = 3;

    private WarmScan() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        // The command's entry is not public: the agent offers a program, not a library.
        Class<?> agent = Class.forName("net.saltban.agent.AgentMain");
        Method surroundings = agent.getDeclaredMethod("surroundings", PrintStream.class, PrintStream.class);
        surroundings.setAccessible(true);
        Object around = surroundings.invoke(null, nowhere, System.err);
        Method run = agent.getDeclaredMethod("run", List.class, surroundings.getReturnType());
        run.setAccessible(true);
        int cold = Integer.parseInt(arguments[1]);
        double[] seconds = new double[WARM];
        for (int i = 0; i < cold + WARM; i++) {
            long began = System.nanoTime();
            Object status = run.invoke(null, List.of("scan", arguments[0]), around);
            if (!Integer.valueOf(0).equals(status)) {
                throw new IllegalStateException("saltban-agent scan ended with status " + status);
            }
            if (i >= cold) {
                seconds[i - cold] = (System.nanoTime() - began) / 1e9;
            }
        }
        Arrays.sort(seconds);
        System.out.printf(Locale.ROOT, "%.6f%n", seconds[WARM / 2]);
    }
}
