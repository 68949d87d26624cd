package net.saltban.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping whose keys are asked for by name and type. A value that does not fit is a problem, and its default stands in, so
 * that reading goes on; {@link #finish} makes a problem of every key that nobody asked for.
 */
public final class YamlMap {
    private static final int NEAR = 2;

    private final YamlFile file;
    private final String path;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    YamlMap(YamlFile file, String path, MappingNode mapping) {
        this.file = file;
        this.path = path;
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                Node first = keys.putIfAbsent(key.getValue(), key);
                if (first == null) {
                    values.put(key.getValue(), entry.getValueNode());
                } else {
                    file.problem(
                            key,
                            full(key.getValue()) + " stands a second time, after line "
                                    + (first.getStartMark().getLine() + 1) + "; keep one");
                }
            } else {
                file.problem(entry.getKeyNode(), "a key is a plain word");
            }
        }
    }

    /** The name of a key from the top of the file. */
    public String full(String key) {
        return path + YamlFile.shown(key);
    }

    /** Adds a problem at the line of a key, or at the file if the key is not there. */
    public void problem(String key, String what) {
        Node node = keys.get(key);
        if (node == null) {
            file.problem(full(key) + " " + what);
        } else {
            file.problem(node, full(key) + " " + what);
        }
    }

    /** Adds a problem at a line. */
    public void problem(int line, String what) {
        file.problem(line, what);
    }

    public boolean has(String key) {
        return present(key).isPresent();
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public Optional<String> text(String key) {
        Optional<Node> node = present(key);
        if (node.isPresent() && node.get() instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        node.ifPresent(other -> problem(key, "is a list or a mapping; write one plain value"));
        return Optional.empty();
    }

    public boolean flag(String key, boolean otherwise) {
        return value(
                key,
                otherwise,
                text -> text.equals("true")
                        ? Optional.of(true)
                        : text.equals("false") ? Optional.of(false) : Optional.<Boolean>empty(),
                "write true or false");
    }

    public int integer(String key, int otherwise, int min, int max) {
        return value(
                key,
                otherwise,
                text -> text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty()
                        ? Optional.of(Integer.parseInt(text)).filter(number -> number >= min && number <= max)
                        : Optional.empty(),
                "use a whole number from " + min + " to " + max);
    }

    public Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        return value(
                key,
                otherwise,
                text -> DurationText.tryParse(text)
                        .filter(duration -> duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0),
                "use a number with s, m, h or d, from " + DurationText.of(min) + " to " + DurationText.of(max));
    }

    /** One of several words. */
    public <T> T choice(String key, T otherwise, Map<String, T> words) {
        return value(
                key,
                otherwise,
                text -> Optional.ofNullable(words.get(text)),
                "use " + words.keySet().stream().sorted().collect(Collectors.joining(" or ")));
    }

    /** A value of any form that a text can have. */
    public <T> T value(String key, T otherwise, Function<String, Optional<T>> parse, String otherwiseDo) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<T> value = parse.apply(text.get());
        if (value.isEmpty()) {
            problem(key, "is \"" + YamlFile.shown(text.get()) + "\"; " + otherwiseDo);
        }
        return value.orElse(otherwise);
    }

    /** The values of a list; a single value counts as a list of one. */
    public List<YamlText> list(String key) {
        Optional<Node> node = present(key);
        if (node.isEmpty()) {
            return List.of();
        }
        List<Node> nodes = node.get() instanceof SequenceNode sequence ? sequence.getValue() : List.of(node.get());
        List<YamlText> texts = new ArrayList<>();
        for (Node element : nodes) {
            if (element instanceof ScalarNode scalar) {
                texts.add(new YamlText(scalar.getValue(), scalar.getStartMark().getLine() + 1, comment(scalar)));
            } else {
                file.problem(element, full(key) + " holds a list or a mapping; write plain values");
            }
        }
        return texts;
    }

    /** Whether the value is a mapping. */
    public boolean isMap(String key) {
        return present(key).filter(MappingNode.class::isInstance).isPresent();
    }

    /** The mapping below a key; an empty one if there is none. */
    public YamlMap map(String key) {
        Optional<Node> node = present(key);
        String below = full(key) + ".";
        if (node.isPresent() && node.get() instanceof MappingNode mapping) {
            return new YamlMap(file, below, mapping);
        }
        node.ifPresent(other -> problem(key, "is no mapping; indent its keys below it"));
        return new YamlMap(
                file, below, new MappingNode(Tag.MAP, List.of(), org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK));
    }

    /** Makes a problem of each key that nobody asked for. */
    public void finish() {
        for (String key : keys.keySet()) {
            if (!known.contains(key)) {
                problem(key, "is no key; " + hint(key));
            }
        }
    }

    private String hint(String key) {
        Optional<String> near = known.stream()
                .filter(other -> distance(key, other) <= NEAR)
                .min(Comparator.comparingInt(other -> distance(key, other)));
        if (near.isPresent()) {
            return "did you mean " + full(near.get()) + "?";
        }
        Optional<String> foreign = file.foreignName(key.replace('_', '-'));
        if (foreign.isPresent()) {
            return "use " + foreign.get();
        }
        return "known here: " + known.stream().sorted().collect(Collectors.joining(", "));
    }

    private Optional<Node> present(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key))
                .filter(node -> !node.getTag().equals(Tag.NULL));
    }

    private static String comment(Node node) {
        List<CommentLine> comments = node.getInLineComments();
        return comments == null || comments.isEmpty()
                ? ""
                : comments.stream().map(line -> line.getValue().strip()).collect(Collectors.joining(" "));
    }

    /** How many letters must be changed, added or left out to make one word of the other. */
    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
