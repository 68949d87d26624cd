package net.saltban.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wish that a command ends which would go on for ever: standard input has ended, or a signal came. By signal, the process
 * waits until the command has kept what it has read.
 */
final class Stop implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final AtomicBoolean isWanted = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable wake;
    private final Thread onSignal = new Thread(this::waitForEnd, "stop");

    /**
     * Listens for signals until it is closed.
     *
     * @param wake called once it is wanted, from another thread
     */
    Stop(Runnable wake) {
        this.wake = wake;
        Runtime.getRuntime().addShutdownHook(onSignal);
    }

    /** Wants it when a stream ends; what the stream holds means nothing. */
    void whenEnds(InputStream in) {
        Thread reader = new Thread(() -> drain(in), "standard input");
        reader.setDaemon(true);
        reader.start();
    }

    boolean isWanted() {
        return isWanted.get();
    }

    private void want() {
        isWanted.set(true);
        wake.run();
    }

    private void drain(InputStream in) {
        byte[] waste = new byte[512];
        try {
            while (in.read(waste) >= 0) {
                // whoever writes is still there
            }
        } catch (IOException e) {
            // as good as its end
        }
        want();
    }

    private void waitForEnd() {
        want();
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // the signal is why it ended
        }
    }
}
