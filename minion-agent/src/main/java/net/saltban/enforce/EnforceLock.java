package net.saltban.enforce;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import net.saltban.durable.LockFile;

/** Lets one run at a time change something; another one waits a while, since a push and a state may well come together. */
final class EnforceLock {
    /** What to say when the wait was in vain. */
    static final String BUSY = "another run is changing the enforcement of this machine; try again";

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final StateFolder folder;
    private final Duration waitMax;

    EnforceLock(StateFolder folder) {
        this(folder, WAIT_MAX);
    }

    EnforceLock(StateFolder folder, Duration waitMax) {
        this.folder = folder;
        this.waitMax = waitMax;
    }

    /** Returns an exit status. */
    interface Work {
        int run() throws IOException;
    }

    /** Makes the state folder, waits for the lock, does the work; does something else if the lock stays taken. */
    int whileHeld(Work work, Work otherwise) throws IOException {
        folder.create();
        long end = System.nanoTime() + waitMax.toNanos();
        Optional<LockFile> lock = LockFile.tryLock(folder.lock());
        while (lock.isEmpty()) {
            if (System.nanoTime() >= end || !pause()) {
                return otherwise.run();
            }
            lock = LockFile.tryLock(folder.lock());
        }
        try (LockFile held = lock.get()) {
            assert held != null;
            return work.run();
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
