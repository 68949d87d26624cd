package net.saltban.sshd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Any bytes as a reader's state: refused, or a reader that reads on, and whose own state can be restored. */
public final class ReaderStateFuzz {
    private static final List<String> LOG = List.of(
            "Jan  5 03:04:05 web1 sshd[1]: Connection from 198.51.100.7 port 40022 on 192.0.2.1 port 22",
            "Jan  5 03:04:05 web1 sshd[1]: Failed publickey for alice from 198.51.100.7 port 40022 ssh2: ED25519 SHA256:abc",
            "Jan  5 03:04:06 web1 sshd[2]: Invalid user admin from 2001:db8::7 port 9",
            "Jan  5 03:04:06 web1 sshd[4]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=198.51.100.9  user=x",
            "Jan  5 03:04:06 web1 sshd[5]: Failed password for root from 198.51.100.8 port 7 ssh2",
            "Jan  5 03:04:07 web1 sshd[1]: Accepted password for alice from 198.51.100.7 port 40022 ssh2",
            "Jan  5 03:04:08 web1 sshd[2]: Connection closed by 2001:db8::7 port 9");

    private ReaderStateFuzz() {}

    /** Called by Jazzer. An even first byte: the rest as it is. Odd: the rest between the version and its right checksum. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] rest = java.util.Arrays.copyOfRange(input, 1, input.length);
        SshdReader reader;
        try {
            reader = SshdReader.restore(ZoneOffset.UTC, input[0] % 2 == 0 ? rest : sealed(rest));
        } catch (IOException e) {
            return;
        }
        List<SourceEvent> events = new ArrayList<>();
        for (String line : LOG) {
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            reader.line(bytes, 0, bytes.length, Lines.NOT_AFTER, events::add);
        }
        reader.settle(Instant.parse("2026-01-05T03:05:00Z"), events::add);
        byte[] state = reader.state();
        LineFuzz.require(
                java.util.Arrays.equals(
                        state, SshdReader.restore(ZoneOffset.UTC, state).state()),
                "a state changes when it is restored");
        reader.finish(events::add);
    }

    private static byte[] sealed(byte[] body) {
        ByteBuffer state = ByteBuffer.allocate(body.length + 5).put((byte) 2).put(body);
        CRC32 crc = new CRC32();
        crc.update(state.array(), 0, body.length + 1);
        return state.putInt((int) crc.getValue()).array();
    }

    /** States after each line of a log. */
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        SshdReader reader = new SshdReader(ZoneOffset.UTC);
        for (String line : LOG) {
            byte[] state = reader.state();
            seeds.add(ByteBuffer.allocate(state.length + 1)
                    .put((byte) 0)
                    .put(state)
                    .array());
            seeds.add(ByteBuffer.allocate(state.length - 4)
                    .put((byte) 1)
                    .put(state, 1, state.length - 5)
                    .array());
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            reader.line(bytes, 0, bytes.length, Lines.NOT_AFTER, event -> {});
        }
        return seeds;
    }
}
