package net.saltban.sshd;

import java.nio.charset.StandardCharsets;

import net.saltban.fuzz.InputRandom;

/** A hostile peer that a fuzzer steers: its text is made of known tricks, or is any bytes. */
final class SteeredPeer extends RandomPeer {
    private final InputRandom input;

    SteeredPeer(InputRandom input) {
        super(input, true);
        this.input = input;
    }

    @Override
    String text() {
        return input.nextBoolean()
                ? super.text()
                : new String(input.bytes(input.nextByte()), StandardCharsets.ISO_8859_1);
    }
}
