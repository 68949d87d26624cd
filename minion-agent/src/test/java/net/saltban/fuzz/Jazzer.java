package net.saltban.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs Jazzer on one target, as a process of its own: it instruments classes and catches signals, which a JVM full of tests does not take
 * well. Everything lies below {@code target/fuzz}: the corpus, which later runs go on with, the log, and finds.
 */
final class Jazzer {
    private static final Path FOLDER = Path.of("target/fuzz").toAbsolutePath();
    private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";
    private static final int INPUT_BYTES_MAX = 4096;
    private static final int ONE_INPUT_SECONDS_MAX = 100; // of wall time, on a machine that may be busy

    private final FuzzTarget target;

    Jazzer(FuzzTarget target) {
        this.target = target;
    }

    /**
     * How a run ended.
     *
     * @param label of the target
     * @param status of the process, 0 if nothing was found
     * @param runs inputs read
     * @param coverage edges of our code that were reached, as Jazzer counts them
     * @param end of its log, for people
     */
    record Outcome(String label, int status, long runs, long coverage, String end) {
        @Override
        public String toString() {
            return label + ": " + runs + " inputs, coverage " + coverage
                    + (status == 0
                            ? ""
                            : ", status " + status + "; copy the input from target/fuzz/finds/" + label
                                    + " to src/test/resources/fuzz/" + label + ", where it is a test\n" + end);
        }
    }

    Outcome run(int seconds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(FOLDER.resolve("corpus").resolve(target.label()));
        Path seeds = FOLDER.resolve("seeds").resolve(target.label());
        Path finds = Files.createDirectories(FOLDER.resolve("finds").resolve(target.label()));
        Path dictionary = FOLDER.resolve(target.label() + ".words");
        Path log = FOLDER.resolve(target.label() + ".log");
        Inputs.write(target, seeds);
        Dictionary.write(dictionary);
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        MAIN,
                        "--target_class=" + target.type().getName(),
                        "--instrumentation_includes=net.saltban.**",
                        // The oracle's branches are not what is to be covered.
                        "--instrumentation_excludes=net.saltban.sshd.ReferenceReader",
                        "--reproducer_path=" + finds,
                        "-artifact_prefix=" + finds + "/",
                        "-dict=" + dictionary,
                        "-max_len=" + INPUT_BYTES_MAX,
                        "-timeout=" + ONE_INPUT_SECONDS_MAX,
                        "-print_final_stats=1",
                        "-max_total_time=" + seconds,
                        corpus.toString(),
                        seeds.toString())
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        return outcome(status, Files.readString(log, StandardCharsets.ISO_8859_1));
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    private Outcome outcome(int status, String log) {
        return new Outcome(
                target.label(),
                status,
                last("number_of_executed_units: (\\d+)", log),
                last("cov: (\\d+)", log),
                log.substring(Math.max(0, log.length() - 3000)));
    }

    private static long last(String regex, String log) {
        long last = 0;
        for (Matcher matcher = Pattern.compile(regex).matcher(log); matcher.find(); ) {
            last = Long.parseLong(matcher.group(1));
        }
        return last;
    }
}
