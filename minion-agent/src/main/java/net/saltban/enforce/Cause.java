package net.saltban.enforce;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The text of a failure: the messages of the file system's exceptions are often nothing but a path. */
final class Cause {
    private Cause() {}

    static String text(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied; run as root";
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": is not there";
        }
        if (failure instanceof FileSystemException system) {
            String reason = system.getReason();
            return system.getFile() + ": " + (reason == null ? system.getClass().getSimpleName() : reason);
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    static boolean isPermission(IOException failure) {
        return failure instanceof AccessDeniedException
                || failure instanceof BackendException backend && backend.isPermission();
    }
}
