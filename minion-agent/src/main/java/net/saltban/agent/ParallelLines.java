package net.saltban.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import net.saltban.source.LineBlocks;
import net.saltban.sshd.BlockReader;
import net.saltban.sshd.BlockReading;
import net.saltban.sshd.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a content on two threads, once it proves to be large. Whoever is free does what can be done: counts the next block in the
 * log's order, or else takes a block from the content and reads its lines. So the same is counted as on one thread, in the same order; taking and
 * counting are never done twice at a time.
 */
final class ParallelLines {
    /** From so many bytes on a second thread is worth its start. */
    static final long ALONE_BYTES = 4L << 20;

    private static final int BLOCKS_MAX = 6;

    private final InputStream content;
    private final Counter counter;
    private final List<Phrase> phrases;
    private final LineBlocks blocks = new LineBlocks();

    // Guarded by this.
    private final Deque<Block> free = new ArrayDeque<>();
    private final Deque<Block> inOrder = new ArrayDeque<>();
    private int made;
    private long taken;
    private boolean isTaking;
    private boolean isCounting;
    private boolean isAtEnd;
    private @Nullable IOException failure;
    private @Nullable Throwable defect;

    /** Counts what the lines of a block say. Called for one block after the other, by either thread. */
    interface Counter {
        void count(BlockReading read);
    }

    private static final class Block {
        private final LineBlocks.Block lines = new LineBlocks.Block(new byte[LineBlocks.BUFFER_BYTES]);
        private final BlockReading reading = new BlockReading();
        private boolean isRead;
    }

    private enum Step {
        TAKE,
        COUNT,
        END
    }

    private ParallelLines(InputStream content, List<Phrase> phrases, Counter counter) {
        this.content = content;
        this.phrases = phrases;
        this.counter = counter;
    }

    /**
     * Reads to the end.
     *
     * @param reader reads blocks on the thread that calls
     * @param phrases for the reader of the second thread
     * @throws IOException if the content cannot be read on; what came before has been counted
     */
    static void read(InputStream content, BlockReader reader, List<Phrase> phrases, Counter counter)
            throws IOException {
        new ParallelLines(content, phrases, counter).read(reader);
    }

    private void read(BlockReader reader) throws IOException {
        boolean isDone = work(reader, true);
        if (!isDone) {
            BlockReader others = new BlockReader(phrases);
            Thread second = new Thread(() -> work(others, false), "saltban-second-reader");
            second.setDaemon(true);
            boolean isStarted = start(second);
            work(reader, false);
            if (isStarted) {
                join(second);
            }
        }
        throwFailure();
    }

    /** Whether there is a second thread; where the system allows no more, one does it all. */
    private static boolean start(Thread second) {
        try {
            second.start();
            return true;
        } catch (OutOfMemoryError e) { // "unable to create native thread"
            return false;
        }
    }

    private static void join(Thread second) {
        boolean interrupted = false;
        while (second.isAlive()) {
            try {
                second.join();
            } catch (InterruptedException e) {
                interrupted = true; // what it still counts belongs to the result
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void throwFailure() throws IOException {
        if (defect instanceof Error error) {
            throw error;
        }
        if (defect instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Works until all is done or, alone, until a second thread is worth its start; whether all is done. */
    private boolean work(BlockReader reader, boolean isAlone) {
        try {
            while (true) {
                switch (next()) {
                    case TAKE -> take(reader);
                    case COUNT -> count();
                    case END -> {
                        return true;
                    }
                }
                if (isAlone && isLarge()) {
                    return false;
                }
            }
        } catch (RuntimeException | Error e) { // told by the first thread, whichever met it
            giveUp(e);
            return true;
        }
    }

    private synchronized boolean isLarge() {
        return taken >= ALONE_BYTES && Runtime.getRuntime().availableProcessors() > 1;
    }

    private synchronized void giveUp(Throwable e) {
        defect = defect == null ? e : defect;
        notifyAll();
    }

    /** What this thread is to do; waits if there is nothing just now. */
    private synchronized Step next() {
        while (true) {
            Block first = inOrder.peekFirst();
            if (defect != null || isAtEnd && first == null && !isTaking) {
                return Step.END;
            }
            if (!isCounting && first != null && first.isRead) {
                isCounting = true;
                return Step.COUNT;
            }
            if (!isTaking && !isAtEnd && (!free.isEmpty() || made < BLOCKS_MAX)) {
                isTaking = true;
                return Step.TAKE;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while reading a log", e);
            }
        }
    }

    private void take(BlockReader reader) {
        Block block = unused();
        boolean more = false;
        IOException failed = null;
        try {
            more = blocks.next(content, Long.MAX_VALUE, block.lines);
            if (!more) {
                blocks.half(block.lines);
            }
        } catch (IOException e) {
            failed = e;
        }
        taken(block, more, failed);
        if (failed == null) {
            reader.read(block.lines.buffer(), block.lines.from(), block.lines.to(), block.reading);
            readyToCount(block);
        }
    }

    private synchronized Block unused() {
        Block block = free.pollLast();
        if (block == null) {
            block = new Block();
            made++;
        }
        block.isRead = false;
        return block;
    }

    private synchronized void taken(Block block, boolean more, @Nullable IOException failed) {
        isTaking = false;
        isAtEnd = !more;
        if (failed == null) {
            taken += block.lines.to() - block.lines.from();
            inOrder.addLast(block);
        } else {
            failure = failed;
        }
        notifyAll();
    }

    private synchronized void readyToCount(Block block) {
        block.isRead = true;
        notifyAll();
    }

    private void count() {
        Block block = firstInOrder();
        counter.count(block.reading);
        counted();
    }

    private synchronized Block firstInOrder() {
        return inOrder.getFirst();
    }

    private synchronized void counted() {
        free.addLast(inOrder.removeFirst());
        isCounting = false;
        notifyAll();
    }
}
