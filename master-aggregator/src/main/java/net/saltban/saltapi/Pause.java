package net.saltban.saltapi;

import java.time.Duration;

/** Waits; a seam, so that tests need not. */
@FunctionalInterface
public interface Pause {
    /** Lets so much time go by. */
    void pause(Duration duration) throws InterruptedException;

    /** Waits for real. */
    static Pause real() {
        return duration -> Thread.sleep(duration.toMillis());
    }
}
