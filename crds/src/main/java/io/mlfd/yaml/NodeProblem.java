package io.mlfd.yaml;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** Says where in the text something stands that cannot be used. */
final class NodeProblem {
    private NodeProblem() {}

    /** Line of a node, from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** A tag as it is written in a file. */
    static String written(Tag tag) {
        return tag.getValue().replace(Tag.PREFIX, "!!");
    }

    static NotYamlException at(Node node, String message) {
        return new NotYamlException(line(node), message);
    }
}
