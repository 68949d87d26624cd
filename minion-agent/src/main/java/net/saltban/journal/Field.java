package net.saltban.journal;

import java.util.List;

import net.saltban.limits.InputLimits;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an entry that are looked at (systemd.journal-fields(7)). Those that begin with {@code _} are written by journald
 * itself, from what the kernel says of the sender; a client cannot set them. All others are the sender's own text.
 */
enum Field {
    /** The entry's place in the journal. */
    CURSOR("__CURSOR", Cursor.CHARS_MAX),
    /** When journald received it, in microseconds since 1970. */
    REALTIME("__REALTIME_TIMESTAMP", 20),
    /** The boot in which it was written. */
    BOOT("_BOOT_ID", 64),
    /** The sender's user. */
    UID("_UID", 20),
    /** Name of the sender's executable; missing if the process was gone before journald looked. */
    COMM("_COMM", 64),
    /** Path of the sender's executable; missing likewise. */
    EXE("_EXE", 4096),
    /** How it came: {@code syslog}, {@code journal}, {@code stdout}, ... */
    TRANSPORT("_TRANSPORT", 20),
    /** The sender's process. */
    PID("_PID", 20),
    /** The program's name, as the sender gave it. */
    IDENTIFIER("SYSLOG_IDENTIFIER", 256),
    /** What was said. */
    MESSAGE("MESSAGE", InputLimits.LOG_LINE_BYTES_MAX);

    /** Bytes of the longest name of a field that journald takes. */
    static final int NAME_BYTES_MAX = 64;

    private static final List<Field> ALL = List.of(values());

    private final String name;
    private final int bytesMax;

    Field(String name, int bytesMax) {
        this.name = name;
        this.bytesMax = bytesMax;
    }

    /** Bytes that a value may have; an entry with a longer one is passed over, since a part could be taken for another. */
    int bytesMax() {
        return bytesMax;
    }

    /** The field of a name, or null if it is none that is looked at. */
    static @Nullable Field of(byte[] b, int from, int to) {
        for (Field field : ALL) {
            if (field.isNamed(b, from, to)) {
                return field;
            }
        }
        return null;
    }

    private boolean isNamed(byte[] b, int from, int to) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (b[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** As journalctl takes them; it adds {@link #CURSOR}, {@link #REALTIME} and {@link #BOOT} by itself. */
    static String outputFields() {
        StringBuilder names = new StringBuilder();
        for (Field field : ALL) {
            if (field != CURSOR && field != REALTIME) {
                names.append(names.length() == 0 ? "" : ",").append(field.name);
            }
        }
        return names.toString();
    }
}
