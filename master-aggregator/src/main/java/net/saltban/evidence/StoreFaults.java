package net.saltban.evidence;

import java.nio.file.Path;
import java.sql.SQLException;

import org.sqlite.SQLiteException;

/** Says what a failure of the database means and what to do. */
final class StoreFaults {
    private StoreFaults() {}

    /** The failure as a message that names the file. */
    static StoreException explain(Path file, SQLException cause) {
        return new StoreException(file + ": " + what(file, cause), cause);
    }

    /** The message for a file that is damaged. */
    static String damaged(Path file, String detail) {
        return "the database is damaged (" + detail
                + "); nothing in it was changed. Keep a copy, then restore a backup, or"
                + " save what is readable: sqlite3 " + file.getFileName() + " .recover | sqlite3 recovered.db";
    }

    private static String what(Path file, SQLException cause) {
        String detail = String.valueOf(cause.getMessage());
        if (!(cause instanceof SQLiteException known)) {
            return "the database failed (" + detail + ")";
        }
        // The names of the extended codes begin with those of the primary ones (sqlite.org/rescode.html).
        String code = known.getResultCode().name();
        if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
            return damaged(file, detail);
        }
        if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
            return "another process keeps the database locked (" + code + "); wait for it, or find it with: fuser "
                    + file;
        }
        if (code.startsWith("SQLITE_FULL")) {
            return "the disk is full (" + code + "); make room, nothing is lost";
        }
        if (code.startsWith("SQLITE_READONLY")
                || code.startsWith("SQLITE_CANTOPEN")
                || code.startsWith("SQLITE_PERM")) {
            return "the database cannot be written (" + code + "); run as the user that owns it and its folder";
        }
        if (code.startsWith("SQLITE_IOERR")) {
            return "the disk failed (" + detail + "); look at the kernel's log";
        }
        return "the database failed (" + detail + ")";
    }
}
