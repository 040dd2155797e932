package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says in a run file's words what a validator found. */
final class SchemaWords {
    private final JsonNode schema;

    /** @param schema that the file was held to */
    SchemaWords(JsonNode schema) {
        this.schema = schema;
    }

    Problem problem(ValidationMessage message) {
        String path = path(message.getInstanceLocation());
        return switch (message.getType()) {
            case "required" -> new Problem(below(path, message.getProperty()), "is missing");
            case "additionalProperties" ->
                new Problem(below(path, message.getProperty()), "is unknown; there are " + fields(message));
            case "type", "anyOf" -> new Problem(path, kind(message));
            case "enum" ->
                new Problem(
                        path, message.getInstanceNode() + " is unknown; there are " + list(message.getSchemaNode()));
            case "minimum" ->
                new Problem(
                        path,
                        found(message)
                                + (isExclusive(message)
                                        ? "must be more than " + message.getSchemaNode()
                                        : text(message)));
            default -> new Problem(path, found(message) + text(message));
        };
    }

    /** The lower, the more it helps: of a value that is of another kind than it must be, its bounds need not be told as well. */
    static int rank(ValidationMessage message) {
        return switch (message.getType()) {
            case "enum" -> message.getInstanceNode().isNull() ? 2 : 0;
            case "type", "anyOf" -> 1;
            default -> 2;
        };
    }

    /** As in {@code spec.datasets[1].model.width}. */
    static String path(JsonNodePath location) {
        String path = "";
        for (int i = 0; i < location.getNameCount(); i++) {
            path = location.getElement(i) instanceof Integer index
                    ? path + "[" + index + "]"
                    : below(path, location.getName(i));
        }
        return path.isEmpty() ? "file" : path;
    }

    private static String below(String path, String field) {
        return path.isEmpty() || path.equals("file") ? field : path + "." + field;
    }

    private boolean isExclusive(ValidationMessage minimum) {
        return around(minimum).path("exclusiveMinimum").asBoolean();
    }

    /** The part of the schema that the keyword stands in. */
    private JsonNode around(ValidationMessage message) {
        JsonNodePath keyword = message.getSchemaLocation().getFragment();
        JsonNode at = schema;
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            at = keyword.getElement(i) instanceof Integer index ? at.path(index) : at.path(keyword.getName(i));
        }
        return at;
    }

    /** The fields beside an {@code additionalProperties}. */
    private String fields(ValidationMessage message) {
        return around(message).path("properties").properties().stream()
                .map(field -> field.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String list(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                // resnet8 before resnet14
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.joining(", "));
    }

    private static String kind(ValidationMessage message) {
        if (message.getInstanceNode().isNull()) {
            return "is empty; give it a value, or leave it out";
        }
        if (message.getEvaluationPath().contains("anyOf")) {
            // Of the definition's fields only quantities may be either of two things.
            return message.getInstanceNode() + " is no quantity; write it as 2, 500m or 10Gi";
        }
        return "must be "
                + switch (message.getSchemaNode().asText()) {
                    case "string" -> "text; put it into quotes";
                    case "boolean" -> "true or false";
                    case "integer" -> "a whole number";
                    case "number" -> "a number";
                    case "array" -> "a list";
                    case "object" -> "a mapping";
                    default -> "of type " + message.getSchemaNode().asText();
                };
    }

    private static String found(ValidationMessage message) {
        return message.getInstanceNode() != null && message.getInstanceNode().isValueNode()
                ? message.getInstanceNode() + " "
                : "";
    }

    /** A pattern says little to people, and this one is not theirs to know. */
    private static String text(ValidationMessage message) {
        return message.getMessage().contains(Quantities.PATTERN)
                ? "is no quantity; write it as 2, 500m or 10Gi"
                : message.getMessage().replaceFirst("^\\$[^:]*: ", "");
    }
}
