package net.saltban.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Where reading of a journal stands. Form 1, big-endian:
 *
 * <pre>
 * byte  'J', so that no checkpoint of a text log is taken for one
 * byte  form = 1
 * utf   cursor of the entry that was handed out last; empty if there is none, or it is gone
 * long  when that entry was received, or where reading begins, in microseconds since 1970
 * long  until when all that the journal held had been handed out, in hours since 1970
 * </pre>
 *
 * Another form, a text that is no cursor, or bytes behind the end are refused: guessing would lose or double attempts.
 *
 * @param cursor of the entry that was handed out last
 * @param micros when that was received, or where reading begins
 * @param hour until when nothing is left to be read; whole hours, so that a journal at rest does not change it all the time
 */
record JournalCheckpoint(Optional<Cursor> cursor, long micros, long hour) {
    private static final int MARK = 'J';
    private static final int FORM = 1;

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(MARK);
            out.writeByte(FORM);
            out.writeUTF(cursor.map(Cursor::text).orElse(""));
            out.writeLong(micros);
            out.writeLong(hour);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    static JournalCheckpoint decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int mark = in.readUnsignedByte();
            int form = in.readUnsignedByte();
            if (mark != MARK || form != FORM) {
                throw new IOException("checkpoint of form " + mark + "." + form + "; this program reads form " + MARK
                        + "." + FORM + " of journals");
            }
            String text = in.readUTF();
            Optional<Cursor> cursor = Cursor.tryParse(text);
            if (cursor.isEmpty() && !text.isEmpty()) {
                throw new IOException("checkpoint with a cursor that is none");
            }
            JournalCheckpoint checkpoint = new JournalCheckpoint(cursor, in.readLong(), in.readLong());
            if (in.read() >= 0) {
                throw new IOException("checkpoint with something behind its end");
            }
            return checkpoint;
        } catch (EOFException | UTFDataFormatException e) {
            throw new IOException("checkpoint that is cut off or damaged", e);
        }
    }
}
