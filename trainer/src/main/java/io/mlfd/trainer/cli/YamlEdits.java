package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.plan.RunFileReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Changes values of a YAML text. It works on the nodes of the text, not on values, so that what is not touched comes out as
 * it was written and the strict reader judges the whole.
 */
final class YamlEdits {
    private final List<Edit> edits;

    YamlEdits(List<Edit> edits) {
        this.edits = List.copyOf(edits);
    }

    /** @return the text with every edit, in their order; a text that is no YAML mapping comes back as it is */
    String applyTo(String file, String text) {
        Yaml yaml = yaml();
        Node root;
        try {
            root = yaml.compose(new StringReader(text));
        } catch (YAMLException e) {
            // The strict reader says what is wrong, with the line.
            return text;
        }
        if (!(root instanceof MappingNode)) {
            return text;
        }
        for (Edit edit : edits) {
            set(file, root, edit);
        }
        StringWriter edited = new StringWriter();
        yaml.serialize(root, edited);
        return edited.toString();
    }

    private static Yaml yaml() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(RunFileReader.MAX_CHARACTERS);
        limits.setNestingDepthLimit(50);
        limits.setMaxAliasesForCollections(10);
        DumperOptions dump = new DumperOptions();
        return new Yaml(new SafeConstructor(limits), new Representer(dump), dump, limits);
    }

    private void set(String file, Node root, Edit edit) {
        Node at = root;
        StringBuilder path = new StringBuilder();
        List<Edit.Step> steps = edit.steps();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            Edit.Step step = steps.get(i);
            if (step instanceof Edit.Step.Field field) {
                if (!(at instanceof MappingNode mapping)) {
                    throw refused(edit, file + " has no mapping at " + path);
                }
                boolean listFollows = !last && steps.get(i + 1) instanceof Edit.Step.Entry;
                at = last ? put(mapping, field, value(edit)) : child(mapping, field, edit, file, listFollows);
                path.append(path.isEmpty() ? "" : ".").append(field.name());
            } else {
                int index = ((Edit.Step.Entry) step).index();
                if (!(at instanceof SequenceNode list)
                        || index >= list.getValue().size()) {
                    int size = at instanceof SequenceNode list ? list.getValue().size() : 0;
                    throw refused(edit, path + " has " + size + " entries in " + file + ", counted from 0");
                }
                at = last
                        ? list.getValue().set(index, value(edit))
                        : list.getValue().get(index);
                path.append('[').append(index).append(']');
            }
        }
    }

    private static Optional<NodeTuple> entry(MappingNode mapping, String name) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .findFirst();
    }

    private static Node child(MappingNode mapping, Edit.Step.Field field, Edit edit, String file, boolean listFollows) {
        Optional<NodeTuple> found = entry(mapping, field.name());
        if (found.isPresent()) {
            return found.get().getValueNode();
        }
        if (listFollows) {
            throw refused(edit, file + " has no list " + field.name() + " there");
        }
        MappingNode made = new MappingNode(Tag.MAP, new ArrayList<>(), DumperOptions.FlowStyle.BLOCK);
        return put(mapping, field, made);
    }

    private static Node put(MappingNode mapping, Edit.Step.Field field, Node value) {
        Optional<NodeTuple> found = entry(mapping, field.name());
        Node key = found.map(NodeTuple::getKeyNode)
                .orElseGet(() -> new ScalarNode(Tag.STR, field.name(), null, null, DumperOptions.ScalarStyle.PLAIN));
        NodeTuple tuple = new NodeTuple(key, value);
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        if (found.isPresent()) {
            tuples.set(tuples.indexOf(found.get()), tuple);
        } else {
            tuples.add(tuple);
        }
        mapping.setValue(tuples);
        return value;
    }

    private static Node value(Edit edit) {
        try {
            Node value = yaml().compose(new StringReader(edit.value()));
            return value == null
                    ? new ScalarNode(Tag.STR, "", null, null, DumperOptions.ScalarStyle.DOUBLE_QUOTED)
                    : value;
        } catch (YAMLException e) {
            throw refused(edit, "\"" + edit.value() + "\" is not YAML");
        }
    }

    private static CommandException refused(Edit edit, String why) {
        return new CommandException(ExitCode.BAD_ORDER, "--set " + edit.path() + ": " + why);
    }
}
