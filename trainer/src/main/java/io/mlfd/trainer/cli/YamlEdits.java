package io.mlfd.trainer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mlfd.contract.ExitCode;
import io.mlfd.plan.RunFileReader;
import io.mlfd.yaml.NotYamlException;
import java.util.List;

/**
 * Changes values of a run file. It works on what was read, where every alias was written out: a change of one place changes no other,
 * and the strict reader judges the whole.
 */
final class YamlEdits {
    private final List<Edit> edits;

    YamlEdits(List<Edit> edits) {
        this.edits = List.copyOf(edits);
    }

    /**
     * @param file its name, for messages
     * @param values of the file
     * @return the values with every edit, in their order; values that are no mapping come back as they are
     */
    JsonNode applyTo(String file, JsonNode values) {
        JsonNode edited = values.deepCopy();
        if (edited.isObject()) {
            edits.forEach(edit -> set(file, edited, edit));
        }
        return edited;
    }

    private static void set(String file, JsonNode root, Edit edit) {
        JsonNode at = root;
        StringBuilder path = new StringBuilder();
        List<Edit.Step> steps = edit.steps();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            Edit.Step step = steps.get(i);
            if (step instanceof Edit.Step.Field field) {
                if (!(at instanceof ObjectNode mapping)) {
                    throw refused(edit, file + " has no mapping at " + path);
                }
                boolean listFollows = !last && steps.get(i + 1) instanceof Edit.Step.Entry;
                at = last ? put(mapping, field, value(edit)) : child(mapping, field, edit, file, listFollows);
                path.append(path.isEmpty() ? "" : ".").append(field.name());
            } else {
                int index = ((Edit.Step.Entry) step).index();
                if (!(at instanceof ArrayNode list) || index >= list.size()) {
                    throw refused(
                            edit,
                            path + " has " + (at.isArray() ? at.size() : 0) + " entries in " + file
                                    + ", counted from 0");
                }
                at = last ? list.set(index, value(edit)) : list.get(index);
                path.append('[').append(index).append(']');
            }
        }
    }

    private static JsonNode child(
            ObjectNode mapping, Edit.Step.Field field, Edit edit, String file, boolean listFollows) {
        if (mapping.has(field.name())) {
            return mapping.get(field.name());
        }
        if (listFollows) {
            throw refused(edit, file + " has no list " + field.name() + " there");
        }
        return mapping.putObject(field.name());
    }

    private static JsonNode put(ObjectNode mapping, Edit.Step.Field field, JsonNode value) {
        mapping.set(field.name(), value);
        return value;
    }

    private static JsonNode value(Edit edit) {
        try {
            List<JsonNode> values = RunFileReader.yaml().documents(edit.value());
            if (values.size() > 1) {
                throw refused(edit, "\"" + edit.value() + "\" is several documents");
            }
            return values.isEmpty() ? TextNode.valueOf("") : values.get(0);
        } catch (NotYamlException e) {
            throw refused(edit, "\"" + edit.value() + "\" is not YAML: " + e.getMessage());
        }
    }

    private static CommandException refused(Edit edit, String why) {
        return new CommandException(ExitCode.BAD_ORDER, "--set " + edit.path() + ": " + why);
    }
}
