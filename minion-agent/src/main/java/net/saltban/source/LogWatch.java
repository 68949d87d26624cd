package net.saltban.source;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Waits for changes to logs. Costs nothing while there are none: the kernel tells (inotify, by {@link WatchService}). Where it
 * does not, because the machine has no watches left, waiting ends after {@link #POLL}. It may end without a change, too.
 */
public final class LogWatch implements AutoCloseable {
    /** How long a wait lasts at most: what no event tells is seen then, such as a change on a network file system. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /** The same where the kernel does not tell. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private final @Nullable WatchService service;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Map<WatchKey, List<LogPlace>> places = new HashMap<>();
    private String problem = "";

    private LogWatch(@Nullable WatchService service) {
        this.service = service;
    }

    /** What ended a wait. */
    public enum Woken {
        /** A log has changed, or a long time has passed. */
        BY_CHANGE,
        /** There is a new name, so that there may be another log, or nothing may be known. */
        BY_NEW_NAME
    }

    /** Watches nothing yet. */
    public static LogWatch open() {
        try {
            return new LogWatch(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            LogWatch watch = new LogWatch(null);
            watch.problem = problem(e);
            return watch;
        }
    }

    /**
     * Watches these places and no others. Of a folder that is missing, the one above it that is there.
     *
     * @return whether a folder is watched that was not before, so that changes until now may have been missed
     */
    public boolean watch(List<LogPlace> wanted) {
        WatchService watches = service;
        if (watches == null) {
            return false;
        }
        Set<WatchKey> before = Set.copyOf(keys.values());
        Map<Path, List<LogPlace>> byFolder = new HashMap<>();
        for (LogPlace place : wanted) {
            byFolder.computeIfAbsent(existing(place.folder()), any -> new ArrayList<>())
                    .add(place);
        }
        keys.entrySet().removeIf(entry -> {
            boolean unwanted = !entry.getValue().isValid() || !byFolder.containsKey(entry.getKey());
            if (unwanted) {
                entry.getValue().cancel();
            }
            return unwanted;
        });
        places.clear();
        problem = "";
        byFolder.forEach((folder, there) -> register(watches, folder, there));
        return !before.containsAll(keys.values());
    }

    private void register(WatchService watches, Path folder, List<LogPlace> there) {
        try {
            // Again for a known folder: it may have been exchanged for another one of its name.
            WatchKey key = folder.register(
                    watches,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            keys.put(folder, key);
            places.computeIfAbsent(key, any -> new ArrayList<>()).addAll(there);
        } catch (ClosedWatchServiceException e) {
            return; // whoever waits is told
        } catch (IOException e) {
            problem = folder + ": " + problem(e);
        }
    }

    private static String problem(IOException e) {
        return "changes are not told (" + e.getMessage() + "); looking once a second instead";
    }

    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Why the kernel does not tell of all changes; empty if it does. */
    public String problem() {
        return problem;
    }

    /** Waits for the next change. Returns at once when this is closed. */
    public Woken await() throws InterruptedException {
        WatchService watches = service;
        Duration most = problem.isEmpty() ? LOOK_AGAIN : POLL;
        if (watches == null) {
            pause(most.toNanos());
            return Woken.BY_NEW_NAME;
        }
        long end = System.nanoTime() + most.toNanos();
        try {
            while (true) {
                WatchKey key = watches.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    return Woken.BY_NEW_NAME;
                }
                boolean isChange = false;
                boolean isNew = false;
                for (; key != null; key = watches.poll()) {
                    for (WatchEvent<?> event : key.pollEvents()) {
                        isNew |= event.kind() != StandardWatchEventKinds.ENTRY_MODIFY;
                        isChange |= isChange(key, event);
                    }
                    isNew |= !key.reset(); // the folder is gone
                }
                if (isChange || isNew) {
                    return isNew ? Woken.BY_NEW_NAME : Woken.BY_CHANGE;
                }
            }
        } catch (ClosedWatchServiceException e) {
            return Woken.BY_CHANGE;
        }
    }

    private boolean isChange(WatchKey key, WatchEvent<?> event) {
        String name = String.valueOf(event.context());
        for (LogPlace place : places.getOrDefault(key, List.of())) {
            if (place.names().test(name)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for so long, or until this is closed. */
    public void pause(long nanos) throws InterruptedException {
        closed.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends every wait, also one of another thread. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
