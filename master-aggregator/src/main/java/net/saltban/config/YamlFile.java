package net.saltban.config;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;

import net.saltban.limits.InputLimits;
import net.saltban.problem.Problems;
import net.saltban.text.UntrustedText;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML text as a tree of nodes that know their line. Tags, merges and several documents are not used here. */
final class YamlFile {
    private final String name;
    private final Problems problems;

    /**
     * A file that problems will name.
     *
     * @param name path as the operator wrote it
     */
    YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The mapping that the text is; an empty one if it holds nothing or cannot be read, which is then a problem. */
    YamlMap parse(String text) {
        try {
            Node root = new Yaml(options()).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return new YamlMap(this, "", mapping);
            }
            if (root != null && !root.getTag().equals(Tag.NULL)) {
                problem(root, "the file is not a mapping of keys; see saltban config --default");
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

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(InputLimits.CONFIGURATION_BYTES_MAX);
        options.setNestingDepthLimit(InputLimits.JSON_DEPTH_MAX);
        options.setMaxAliasesForCollections(0);
        options.setProcessComments(true);
        return options;
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
    static String shown(String text) {
        return UntrustedText.show(text, 100);
    }
}
