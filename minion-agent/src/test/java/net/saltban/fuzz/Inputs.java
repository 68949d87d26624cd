package net.saltban.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The known inputs of a target: its seeds, and what was found. */
final class Inputs {
    private static final Path FINDS = Path.of("src/test/resources/fuzz");

    private Inputs() {}

    /** All, by a name. */
    static Map<String, byte[]> of(FuzzTarget target) throws IOException {
        Map<String, byte[]> inputs = new TreeMap<>();
        List<byte[]> seeds = target.seeds();
        for (int i = 0; i < seeds.size(); i++) {
            inputs.put("seed-" + i, seeds.get(i));
        }
        for (Path file : finds(target)) {
            inputs.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        }
        return inputs;
    }

    private static List<Path> finds(FuzzTarget target) throws IOException {
        Path folder = FINDS.resolve(target.label());
        if (!Files.isDirectory(folder)) {
            return new ArrayList<>();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Writes them into a folder, as Jazzer wants them. */
    static void write(FuzzTarget target, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> input : of(target).entrySet()) {
            Files.write(folder.resolve(input.getKey()), input.getValue());
        }
    }
}
