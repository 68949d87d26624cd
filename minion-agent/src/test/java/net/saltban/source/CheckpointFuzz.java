package net.saltban.source;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Any bytes as the checkpoint of a log: refused, or written again as they were. */
public final class CheckpointFuzz {
    private CheckpointFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.decode(input);
        } catch (IOException e) {
            return;
        }
        byte[] again = checkpoint.encode();
        // A boolean is any byte that is not zero.
        if (again.length != input.length) {
            throw new AssertionError("written again it is " + Arrays.toString(again));
        }
    }

    /** One with two generations. */
    public static List<byte[]> seeds() {
        Fingerprint head = Fingerprint.of(new byte[] {1, 2, 3}, 3);
        Generation done = new Generation(new FileIdentity(1, 2), head, 77, false, Generation.State.DONE);
        Generation open = new Generation(new FileIdentity(1, 3), head, 5, true, Generation.State.OPEN);
        return List.of(new Checkpoint(List.of(done, open)).encode(), new Checkpoint(List.of()).encode());
    }
}
