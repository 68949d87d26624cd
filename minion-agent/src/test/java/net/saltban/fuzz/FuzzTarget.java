package net.saltban.fuzz;

import java.util.List;
import java.util.function.Supplier;

import net.saltban.agent.AgentCheckpointFuzz;
import net.saltban.agent.ConfigurationFuzz;
import net.saltban.agent.ExplainFuzz;
import net.saltban.journal.JournalFuzz;
import net.saltban.outbox.SegmentFuzz;
import net.saltban.source.CheckpointFuzz;
import net.saltban.source.CompressedFuzz;
import net.saltban.sshd.ForgeryFuzz;
import net.saltban.sshd.LineFuzz;
import net.saltban.sshd.PhraseFuzz;
import net.saltban.sshd.ReaderStateFuzz;
import net.saltban.syslog.HeaderFuzz;

/**
 * What is fuzzed. Finds lie in {@code src/test/resources/fuzz/LABEL/}, one input a file.
 *
 * @param label as folders and options call it
 * @param type the class that Jazzer is told
 * @param target reads one input; throws anything if a promise was broken
 * @param source of inputs to begin with
 */
record FuzzTarget(String label, Class<?> type, Target target, Supplier<List<byte[]>> source) {
    static final List<FuzzTarget> ALL = List.of(
            new FuzzTarget("line", LineFuzz.class, LineFuzz::fuzzerTestOneInput, LineFuzz::seeds),
            new FuzzTarget("forgery", ForgeryFuzz.class, ForgeryFuzz::fuzzerTestOneInput, ForgeryFuzz::seeds),
            new FuzzTarget("explain", ExplainFuzz.class, ExplainFuzz::fuzzerTestOneInput, ExplainFuzz::seeds),
            new FuzzTarget("journal", JournalFuzz.class, JournalFuzz::fuzzerTestOneInput, JournalFuzz::seeds),
            new FuzzTarget("header", HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput, HeaderFuzz::seeds),
            new FuzzTarget("phrase", PhraseFuzz.class, PhraseFuzz::fuzzerTestOneInput, PhraseFuzz::seeds),
            new FuzzTarget(
                    "reader-state", ReaderStateFuzz.class, ReaderStateFuzz::fuzzerTestOneInput, ReaderStateFuzz::seeds),
            new FuzzTarget(
                    "compressed", CompressedFuzz.class, CompressedFuzz::fuzzerTestOneInput, CompressedFuzz::seeds),
            new FuzzTarget(
                    "checkpoint", CheckpointFuzz.class, CheckpointFuzz::fuzzerTestOneInput, CheckpointFuzz::seeds),
            new FuzzTarget(
                    "agent-checkpoint",
                    AgentCheckpointFuzz.class,
                    AgentCheckpointFuzz::fuzzerTestOneInput,
                    AgentCheckpointFuzz::seeds),
            new FuzzTarget("segment", SegmentFuzz.class, SegmentFuzz::fuzzerTestOneInput, SegmentFuzz::seeds),
            new FuzzTarget(
                    "configuration",
                    ConfigurationFuzz.class,
                    ConfigurationFuzz::fuzzerTestOneInput,
                    ConfigurationFuzz::seeds),
            new FuzzTarget("ban-file", BanFileFuzz.class, BanFileFuzz::fuzzerTestOneInput, BanFileFuzz::seeds),
            new FuzzTarget("findings", FindingsFuzz.class, FindingsFuzz::fuzzerTestOneInput, FindingsFuzz::seeds));

    /** What Jazzer calls. */
    interface Target {
        void read(byte[] input) throws Exception;
    }

    void read(byte[] input) throws Exception {
        target.read(input);
    }

    /** Inputs to begin with. */
    List<byte[]> seeds() {
        return source.get();
    }
}
