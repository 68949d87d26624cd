package net.saltban.sshd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import net.saltban.address.IpAddress;

/**
 * What a real sshd wrote in one case, and the kernel's truth about it; lab/corpus/README.md draws the format.
 *
 * @param name folder, file and case, to be found again
 * @param peers addresses from which a connection came, as the server's own interface saw them
 * @param expected by source what must be counted; a name that is missing is left open
 * @param lines the log, without line ends, as bytes: not everything in it is text
 */
record RealCase(String name, Set<IpAddress> peers, Map<IpAddress, Map<String, Integer>> expected, List<byte[]> lines) {
    private static final String FOLDER = "/logs/real/";
    private static final String OPEN = "?";

    /** All cases of one folder below {@code logs/real}, its own folders not included. */
    static List<RealCase> of(String folder) {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .flatMap(file -> read(folder, file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String folder) {
        URL url = Objects.requireNonNull(RealCase.class.getResource(FOLDER + folder), folder);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<RealCase> read(String folder, Path file) {
        List<RealCase> cases = new ArrayList<>();
        try {
            // One character a byte, so that nothing is lost.
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                if (line.startsWith("# case ")) {
                    String name = folder + "/" + file.getFileName() + ": " + line.substring("# case ".length());
                    cases.add(new RealCase(name, new LinkedHashSet<>(), new LinkedHashMap<>(), new ArrayList<>()));
                } else if (line.startsWith("# ")) {
                    cases.get(cases.size() - 1).header(line.split(" ", -1));
                } else if (!line.isEmpty()) {
                    cases.get(cases.size() - 1).lines.add(line.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private void header(String[] words) {
        switch (words[1]) {
            case "peer" -> peers.add(IpAddress.parse(words[2]));
            case "expect" -> {
                if (!words[2].equals("none")) {
                    Map<String, Integer> counts = new LinkedHashMap<>();
                    for (String count : List.of(words).subList(3, words.length)) {
                        String[] nameAndNumber = count.split("=", -1);
                        if (!nameAndNumber[1].equals(OPEN)) {
                            counts.put(nameAndNumber[0], Integer.valueOf(nameAndNumber[1]));
                        }
                    }
                    expected.put(IpAddress.parse(words[2]), counts);
                }
            }
            case "about", "setting" -> {}
            default -> throw new IllegalStateException(name + ": unknown header \"" + String.join(" ", words) + "\"");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
