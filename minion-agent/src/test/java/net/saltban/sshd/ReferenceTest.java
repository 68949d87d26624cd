package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast reader and the slow one agree. The same properties as for {@link ForgeryTest} make it run longer. */
final class ReferenceTest {
    private static final int CASES = Integer.getInteger("saltban.fuzz.cases", 20_000);
    private static final long SEED = Long.getLong("saltban.fuzz.seed", 1L);

    private final LineExplainer fast = new LineExplainer();
    private final ReferenceReader slow = new ReferenceReader();

    static List<Corpus.Line> lines() {
        return Corpus.lines();
    }

    private String fast(byte[] line) {
        return fast.explain(line, 0, line.length)
                .match(
                        noPrefix -> "nobody",
                        tooLong -> "nobody",
                        repetition -> "nobody",
                        other -> "nobody",
                        unknown -> "nobody",
                        nobody -> "nobody",
                        ambiguous -> "ambiguous",
                        tells -> tells.kind() + " " + tells.address());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void they_agree_on_the_corpus(Corpus.Line line) {
        assertThat(fast(line.bytes())).as(line.latin()).isEqualTo(slow.read(line.bytes()));
    }

    @Test
    void they_agree_on_hostile_messages() {
        for (int i = 0; i < CASES; i++) {
            Random random = new Random((SEED + i) * 0x9e3779b97f4a7c15L);
            byte[] line =
                    new RandomMessage(random, new RandomPeer(random, true)).line(random.nextInt(RandomMessage.FORMS));

            assertAgreement(line, i);
        }
    }

    @Test
    void they_agree_on_lines_of_the_corpus_that_were_spoilt() {
        List<Corpus.Line> lines = lines();
        for (int i = 0; i < CASES; i++) {
            Random random = new Random((SEED + i) * 0x9e3779b97f4a7c15L);
            byte[] line = lines.get(random.nextInt(lines.size())).bytes();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                line = spoil(line, lines.get(random.nextInt(lines.size())).bytes(), random);
            }

            assertAgreement(line, i);
        }
    }

    private void assertAgreement(byte[] line, int i) {
        String said = fast(line);
        String expected = slow.read(line);
        if (!said.equals(expected)) {
            assertThat(said).as("seed %d: %s", SEED + i, SshdPrinter.text(line)).isEqualTo(expected);
        }
    }

    /** One piece is lost, doubled, or replaced by a piece of another line. */
    private static byte[] spoil(byte[] line, byte[] other, Random random) {
        int from = random.nextInt(line.length + 1);
        int to = from + random.nextInt(Math.min(12, line.length - from) + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(line, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> {}
            case 1 -> {
                out.write(line, from, to - from);
                out.write(line, from, to - from);
            }
            case 2 -> out.write(random.nextInt(256));
            default -> {
                int start = random.nextInt(other.length + 1);
                out.write(other, start, random.nextInt(other.length - start + 1));
            }
        }
        out.write(line, to, line.length - to);
        return out.toByteArray();
    }
}
