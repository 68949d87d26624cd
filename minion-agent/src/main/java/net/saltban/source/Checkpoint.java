package net.saltban.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where reading of one text log stands. Form 1, big-endian:
 *
 * <pre>
 * byte    form = 1
 * short   number of generations, at most 512, oldest first; the last one is the live log
 * each:   long device, long inode, short head length, long head high, long head low,
 *         long position, boolean inLongLine, byte state (0 open, 1 at end, 2 done)
 * </pre>
 *
 * Bytes of another form, cut off, or with something behind the end are refused: guessing a position would lose or double
 * attempts.
 */
record Checkpoint(List<Generation> generations) {
    /** Generations that are remembered; logs are kept for a year of days at most. */
    static final int GENERATIONS_MAX = 512;

    private static final int FORM = 1;

    Checkpoint {
        generations = List.copyOf(generations);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeShort(generations.size());
            for (Generation generation : generations) {
                out.writeLong(generation.identity().device());
                out.writeLong(generation.identity().inode());
                out.writeShort(generation.head().length());
                out.writeLong(generation.head().high());
                out.writeLong(generation.head().low());
                out.writeLong(generation.position());
                out.writeBoolean(generation.inLongLine());
                out.writeByte(generation.state().code());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    static Checkpoint decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readUnsignedByte();
            if (form != FORM) {
                throw new IOException("checkpoint of form " + form + "; this program reads form " + FORM);
            }
            int count = in.readUnsignedShort();
            if (count > GENERATIONS_MAX) {
                throw new IOException("checkpoint of " + count + " files; at most " + GENERATIONS_MAX);
            }
            List<Generation> generations = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                generations.add(generation(in));
            }
            if (in.read() >= 0) {
                throw new IOException("checkpoint with something behind its end");
            }
            return new Checkpoint(generations);
        } catch (EOFException e) {
            throw new IOException("checkpoint that is cut off", e);
        }
    }

    private static Generation generation(DataInputStream in) throws IOException {
        FileIdentity identity = new FileIdentity(in.readLong(), in.readLong());
        Fingerprint head = new Fingerprint(in.readUnsignedShort(), in.readLong(), in.readLong());
        long position = in.readLong();
        boolean inLongLine = in.readBoolean();
        Generation.State state = Generation.State.ofCode(in.readUnsignedByte());
        if (head.length() > Fingerprint.BYTES_MAX || position < 0) {
            throw new IOException("checkpoint with a value out of bounds");
        }
        return new Generation(identity, head, position, inLongLine, state);
    }
}
