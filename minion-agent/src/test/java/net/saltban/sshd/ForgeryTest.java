package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

/**
 * Messages printed from random events by sshd's own rules, and parsed back: the address is the peer's, or none, never another.
 * {@code -Dsaltban.fuzz.cases=5000000} runs as many; {@code -Dsaltban.fuzz.seed=N} begins with another seed, which a failure prints.
 */
final class ForgeryTest {
    private static final int CASES = Integer.getInteger("saltban.fuzz.cases", 20_000);
    private static final long SEED = Long.getLong("saltban.fuzz.seed", 1L);

    private final LineExplainer explainer = new LineExplainer();

    @Test
    void no_text_of_a_peer_moves_the_blame() {
        int told = 0;
        for (int i = 0; i < CASES; i++) {
            Random random = random(i);
            RandomPeer peer = new RandomPeer(random, true);
            byte[] line = new RandomMessage(random, peer).line(random.nextInt(RandomMessage.FORMS));
            LineMeaning meaning = explainer.explain(line, 0, line.length);
            if (meaning instanceof LineMeaning.Tells tells) {
                told++;
                if (!tells.address().toString().equals(peer.canonical())) {
                    assertThat(tells.address().toString())
                            .as("seed %d: %s", SEED + i, SshdPrinter.text(line))
                            .isEqualTo(peer.canonical());
                }
            }
        }
        assertThat(told).as("messages whose peer was told").isGreaterThan(CASES / 2);
    }

    @Test
    void whoever_sends_plain_names_is_always_told() {
        for (int i = 0; i < CASES / 4; i++) {
            Random random = random(i);
            RandomPeer peer = new RandomPeer(random, false);
            int form = i % 14;
            byte[] line = new RandomMessage(random, peer).line(form);

            assertThat(Corpus.describe(explainer.explain(line, 0, line.length)))
                    .as("seed %d: %s", SEED + i, SshdPrinter.text(line))
                    .contains(" " + peer.canonical() + " ");
        }
    }

    private static Random random(int i) {
        return new Random((SEED + i) * 0x9e3779b97f4a7c15L);
    }
}
