package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import net.saltban.durable.LockFile;

/**
 * Tells that {@code follow} reads the logs into an outbox, so that nobody waits for it to end: it holds the outbox for weeks,
 * and what can be read it has read a moment later. One at a time.
 */
final class FollowLock {
    private static final String NAME = "follow.lock";
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 50;

    private FollowLock() {}

    /** Whether somebody follows into the outbox of a folder. */
    static boolean isHeld(Path outboxFolder) throws IOException {
        Path file = outboxFolder.resolve(NAME);
        if (!Files.exists(file)) {
            return false;
        }
        Optional<LockFile> lock = LockFile.tryLock(file);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    /** Takes it; empty if another process follows there. */
    static Optional<LockFile> take(Path outboxFolder) throws IOException, InterruptedException {
        Files.createDirectories(outboxFolder);
        Optional<LockFile> lock = LockFile.tryLock(outboxFolder.resolve(NAME));
        for (int i = 0; i < TRIES && lock.isEmpty(); i++) {
            Thread.sleep(PAUSE_MILLIS); // it may have been somebody who only asked
            lock = LockFile.tryLock(outboxFolder.resolve(NAME));
        }
        return lock;
    }
}
