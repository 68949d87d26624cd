package net.saltban.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a log that loses nothing, in whatever order: each line is read once. */
final class RotationLawTest {
    private static final int STEPS = 60;

    @TempDir
    Path temporary = Path.of("/");

    /** Fixed, so that a failure comes again; {@code -Dsaltban.rotation.seeds=5000} for a long run. */
    static List<Long> seeds() {
        return new Random(20260105)
                .longs(Integer.getInteger("saltban.rotation.seeds", 80))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void each_line_is_read_once(long seed) throws IOException {
        Random random = new Random(seed);
        LogFolder folder = new LogFolder(temporary);
        Reader reader = new Reader(folder);
        List<String> story = new ArrayList<>();
        folder.append(1);
        for (int i = 0; i < STEPS; i++) {
            story.add(step(random, folder, reader));
            if (story.get(i).endsWith("read to the end")) {
                assertReadOnce("seed " + seed + ": " + story, folder, reader);
            }
        }
        folder.append(1);
        reader.pass();
        assertReadOnce("seed " + seed + ": " + story, folder, reader);
    }

    private static void assertReadOnce(String story, LogFolder folder, Reader reader) {
        assertThat(reader.gaps()).as(story).isEmpty();
        assertThat(reader.lines()).as(story).containsExactlyInAnyOrderElementsOf(folder.lines());
    }

    private static String step(Random random, LogFolder folder, Reader reader) throws IOException {
        String done = stepTold(random, folder, reader);
        if (!Files.exists(folder.log())) {
            folder.append(1);
        }
        return done;
    }

    private static String stepTold(Random random, LogFolder folder, Reader reader) throws IOException {
        return switch (random.nextInt(10)) {
            case 0 -> rename(folder, random.nextBoolean());
            case 1 -> copy(folder);
            case 2 -> compressOne(random, folder);
            case 3, 4 -> read(reader, 1 + random.nextInt(3));
            case 5 -> read(reader, Integer.MAX_VALUE);
            case 6 -> writeLate(folder, reader);
            default -> append(folder, random.nextInt(40) == 0 ? 20_000 : 1 + random.nextInt(30));
        };
    }

    private static String rename(LogFolder folder, boolean recreate) throws IOException {
        folder.rotateByRename(recreate);
        return "rename " + recreate;
    }

    private static String copy(LogFolder folder) throws IOException {
        folder.rotateByCopy();
        return "copy";
    }

    private static String append(LogFolder folder, int count) throws IOException {
        folder.append(count);
        return "append " + count;
    }

    private static String compressOne(Random random, LogFolder folder) throws IOException {
        List<Integer> numbers = folder.plainNumbers();
        if (numbers.isEmpty()) {
            return "nothing to compress";
        }
        List<String> suffixes = LogFolder.suffixes();
        int number = numbers.get(random.nextInt(numbers.size()));
        folder.compress(number, suffixes.get(random.nextInt(suffixes.size())));
        return "compress " + number;
    }

    private static String read(Reader reader, int blocks) throws IOException {
        try {
            reader.pass(blocks);
        } catch (NoSuchFileException e) {
            assertThat(e.getFile()).endsWith("auth.log"); // between renaming and the daemon's next line
        }
        return blocks == Integer.MAX_VALUE ? "read to the end" : "read " + blocks;
    }

    /** A daemon that has not been told yet writes on into the file that was renamed last. */
    private static String writeLate(LogFolder folder, Reader reader) throws IOException {
        Path renamed = folder.file("auth.log.1");
        if (!folder.isRenamedStillOpen() || !Files.exists(renamed)) {
            return "nothing to write late";
        }
        folder.appendTo(renamed, 2);
        read(reader, Integer.MAX_VALUE);
        return "write late, read to the end";
    }
}
