package net.saltban.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.saltban.limits.BoundedInput;
import net.saltban.limits.InputLimits;
import net.saltban.problem.Problems;
import net.saltban.text.UntrustedText;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** A YAML text as a tree of nodes that know their line. Tags, merges and several documents are not used here. */
public final class YamlFile {
    private final String name;
    private final String sampleCommand;
    private final Map<String, String> foreignNames;
    private final Problems problems;

    /**
     * A file that problems will name.
     *
     * @param name path as the operator wrote it
     * @param sampleCommand command that prints a sample of the file
     * @param foreignNames how other programs call a key, and what it is called here; part of the hint at an unknown key
     */
    public YamlFile(String name, String sampleCommand, Map<String, String> foreignNames, Problems problems) {
        this.name = name;
        this.sampleCommand = sampleCommand;
        this.foreignNames = Map.copyOf(foreignNames);
        this.problems = problems;
    }

    /**
     * The mapping that a file holds, as {@link #parse} gives it.
     *
     * @throws IOException if it cannot be read, or is larger than {@link InputLimits#CONFIGURATION_BYTES_MAX}
     */
    public YamlMap read(Path file) throws IOException {
        byte[] bytes = BoundedInput.readAll(file, InputLimits.CONFIGURATION_BYTES_MAX);
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            problem("this is not UTF-8; save it as such");
            return parse("");
        }
    }

    /** The mapping that the text is; an empty one if it holds nothing or cannot be read, which is then a problem. */
    public YamlMap parse(String text) {
        try {
            Node root = compose(text);
            if (root instanceof MappingNode mapping) {
                return new YamlMap(this, "", mapping);
            }
            if (root != null && !root.getTag().equals(Tag.NULL)) {
                problem(root, "the file is not a mapping of keys; see " + sampleCommand);
            }
        } catch (MarkedYAMLException e) {
            int line = Optional.ofNullable(e.getProblemMark())
                    .map(mark -> mark.getLine() + 1)
                    .orElse(1);
            problems.add(name + ":" + line, "this is not YAML: " + shown(String.valueOf(e.getProblem())));
        } catch (YAMLException e) {
            problems.add(name, "this is not YAML: " + shown(String.valueOf(e.getMessage())));
        }
        return new YamlMap(
                this, "", new MappingNode(Tag.MAP, List.of(), org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK));
    }

    private static @Nullable Node compose(String text) {
        try {
            return compose(text, options(true));
        } catch (ClassCastException e) {
            // SnakeYAML 2.7 stumbles over a comment behind the [ or , of a list, if it is to keep comments.
            return compose(text, options(false));
        }
    }

    private static @Nullable Node compose(String text, LoaderOptions options) {
        // Not through the class Yaml: it also loads what builds and writes objects, a third of a short command's time.
        return new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options).getSingleNode();
    }

    private static LoaderOptions options(boolean withComments) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(InputLimits.CONFIGURATION_BYTES_MAX);
        options.setNestingDepthLimit(InputLimits.JSON_DEPTH_MAX);
        options.setMaxAliasesForCollections(0);
        options.setProcessComments(withComments);
        return options;
    }

    Optional<String> foreignName(String key) {
        return Optional.ofNullable(foreignNames.get(key));
    }

    void problem(Node node, String what) {
        problem(node.getStartMark().getLine() + 1, what);
    }

    void problem(int line, String what) {
        problems.add(name + ":" + line, what);
    }

    void problem(String what) {
        problems.add(name, what);
    }

    /** A text from the file as messages quote it. */
    public static String shown(String text) {
        return UntrustedText.show(text, 100);
    }
}
