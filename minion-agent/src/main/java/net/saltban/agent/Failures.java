package net.saltban.agent;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import net.saltban.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** What a failure to read or write says to people, and the status it ends with. */
final class Failures {
    private static final int CHARS_MAX = 400;

    private Failures() {}

    /** In words, with the file where it is known. */
    static String words(IOException e) {
        if (!(e instanceof FileSystemException failed) || failed.getFile() == null) {
            return UntrustedText.show(reason(e), CHARS_MAX);
        }
        String what = e instanceof AccessDeniedException
                ? "permission is missing; run this as the user saltban-agent, or as root"
                : e instanceof NoSuchFileException ? "is not there" : reason(e);
        return UntrustedText.show(failed.getFile() + ": " + what, CHARS_MAX);
    }

    /** The cause alone. */
    static String reason(IOException e) {
        @Nullable String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    static ExitStatus status(IOException e) {
        return e instanceof AccessDeniedException
                ? ExitStatus.PERMISSION
                : e instanceof NoSuchFileException ? ExitStatus.NO_INPUT : ExitStatus.IO;
    }
}
