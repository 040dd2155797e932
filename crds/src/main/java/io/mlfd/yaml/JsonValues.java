package io.mlfd.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One document's nodes as JSON: what an alias names is written out at each place that names it. */
final class JsonValues {
    /** Also ends an alias that lies within what it names. */
    static final int DEEPEST = 50;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final int most;
    private final Scalars scalars = new Scalars();
    private int made;

    /** @param most values that may come of a document */
    JsonValues(int most) {
        this.most = most;
    }

    /** @throws NotYamlException with the line, when it has no certain meaning, or more comes of it than may */
    JsonNode of(Node root) throws NotYamlException {
        return value(root, 0);
    }

    private JsonNode value(Node node, int depth) throws NotYamlException {
        made++;
        if (made > most) {
            throw NodeProblem.at(node, "its aliases stand for more than " + most + " values");
        }
        if (depth > DEEPEST) {
            throw NodeProblem.at(
                    node, "is nested more than " + DEEPEST + " deep, or an alias lies within what it names");
        }
        if (node instanceof MappingNode mapping) {
            requireTag(mapping, Tag.MAP);
            return object(mapping, depth);
        }
        if (node instanceof SequenceNode sequence) {
            requireTag(sequence, Tag.SEQ);
            ArrayNode array = JSON.arrayNode();
            for (Node element : sequence.getValue()) {
                array.add(value(element, depth + 1));
            }
            return array;
        }
        if (node instanceof ScalarNode scalar) {
            return scalars.value(scalar);
        }
        throw new IllegalStateException("YAML has no node of kind " + node.getNodeId());
    }

    private static void requireTag(Node node, Tag tag) throws NotYamlException {
        if (!node.getTag().equals(tag)) {
            throw NodeProblem.at(
                    node, "the tag " + NodeProblem.written(node.getTag()) + " means nothing here; leave it out");
        }
    }

    private ObjectNode object(MappingNode mapping, int depth) throws NotYamlException {
        ObjectNode object = JSON.objectNode();
        Map<String, Integer> said = new HashMap<>();
        boolean merged = false;
        for (NodeTuple entry : mapping.getValue()) {
            Node key = entry.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                if (merged) {
                    throw NodeProblem.at(key, "<< stands there twice; merge a list, as in <<: [*a, *b]");
                }
                merge(object, entry.getValueNode(), said, depth);
                merged = true;
            } else {
                String name = name(key);
                Integer before = said.putIfAbsent(name, NodeProblem.line(key));
                if (before != null) {
                    throw NodeProblem.at(key, "\"" + name + "\" stands there twice, first in line " + before);
                }
                object.set(name, value(entry.getValueNode(), depth + 1));
            }
        }
        return object;
    }

    /** kubectl lets a merge win over what stands before it, the rules of YAML do not: such a mapping is refused. */
    private void merge(ObjectNode object, Node source, Map<String, Integer> said, int depth) throws NotYamlException {
        List<Node> sources = source instanceof SequenceNode sequence ? sequence.getValue() : List.of(source);
        for (Node each : sources) {
            if (!(each instanceof MappingNode)) {
                throw NodeProblem.at(source, "<< merges a mapping, or a list of mappings; this is neither");
            }
            JsonNode merged = value(each, depth + 1);
            for (Map.Entry<String, JsonNode> field : merged.properties()) {
                Integer line = said.get(field.getKey());
                if (line != null) {
                    throw new NotYamlException(
                            line,
                            "\"" + field.getKey() + "\" stands before a << that brings it too, and tools differ on"
                                    + " which of them counts; put << first");
                }
                // Of several sources the first that has a field decides.
                if (!object.has(field.getKey())) {
                    object.set(field.getKey(), field.getValue());
                }
            }
        }
    }

    /** kubectl makes text of every key, {@code on} becomes {@code true}: what would not stay as written needs quotes. */
    private String name(Node key) throws NotYamlException {
        if (key instanceof ScalarNode scalar) {
            JsonNode value = scalars.value(scalar);
            if (value.isTextual() || (value.isIntegralNumber() && value.asText().equals(scalar.getValue()))) {
                return scalar.getValue();
            }
            throw NodeProblem.at(key, "\"" + scalar.getValue() + "\" is no text; put the field's name into quotes");
        }
        throw NodeProblem.at(key, "a field's name must be text");
    }
}
