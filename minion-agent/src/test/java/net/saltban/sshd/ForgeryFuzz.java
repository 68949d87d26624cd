package net.saltban.sshd;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

import net.saltban.fuzz.InputRandom;

/** What a peer may send, printed as the daemons print it: only he is blamed, and both readers agree. The fuzzer chooses form, name and texts. */
public final class ForgeryFuzz {
    private static final ReferenceReader SLOW = new ReferenceReader();
    private static final int MESSAGES = 4;

    private ForgeryFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        InputRandom random = new InputRandom(input);
        RandomPeer peer = new SteeredPeer(random);
        LineExplainer explainer = new LineExplainer();
        SshdReader reader = new SshdReader(ZoneOffset.UTC);
        for (int i = 0; i < MESSAGES && !random.isUsedUp(); i++) {
            byte[] line = new RandomMessage(random, peer).line(random.nextInt(RandomMessage.FORMS));
            LineMeaning meaning = explainer.explain(line, 0, line.length);
            if (meaning instanceof LineMeaning.Tells tells) {
                only(peer, tells.address().toString(), line);
            }
            String slow = SLOW.read(line);
            String fast = meaning.match(
                    noPrefix -> "nobody",
                    tooLong -> "nobody",
                    repetition -> "nobody",
                    other -> "nobody",
                    unknown -> "nobody",
                    nobody -> "nobody",
                    ambiguous -> "ambiguous",
                    tells -> tells.kind() + " " + tells.address());
            LineFuzz.require(slow.equals(fast), slow + " or " + fast + ": " + SshdPrinter.text(line));
            reader.line(
                    line,
                    0,
                    line.length,
                    Lines.NOT_AFTER,
                    event -> only(peer, event.source().toString(), line));
        }
    }

    private static void only(RandomPeer peer, String blamed, byte[] line) {
        LineFuzz.require(
                blamed.equals(peer.canonical()),
                blamed + " is blamed for what " + peer.canonical() + " did: " + SshdPrinter.text(line));
    }

    /** Choices from fixed seeds. */
    public static List<byte[]> seeds() {
        return java.util.stream.IntStream.range(0, 64)
                .mapToObj(seed -> {
                    byte[] choices = new byte[120];
                    new Random(seed * 0x9e3779b97f4a7c15L).nextBytes(choices);
                    return choices;
                })
                .toList();
    }
}
