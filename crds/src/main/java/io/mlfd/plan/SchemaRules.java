package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The structural rules of the resource's own schema, so that a file is held to the same bounds as the API server's. */
final class SchemaRules {
    private final JsonSchema schema;

    /** @param definition the CustomResourceDefinition */
    SchemaRules(JsonNode definition) {
        JsonNode openApi = definition.at("/spec/versions/0/schema/openAPIV3Schema");
        // OpenAPI's exclusiveMinimum is a boolean beside minimum, as in JSON Schema's fourth draft.
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(
                        openApi,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_PATH)
                                .formatAssertionsEnabled(false)
                                .build());
    }

    List<Problem> problems(JsonNode resource) {
        return schema.validate(resource).stream()
                .map(SchemaRules::problem)
                .sorted(Comparator.comparing(Problem::path))
                .toList();
    }

    private static Problem problem(ValidationMessage message) {
        String path = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        Optional<String> missing = Optional.ofNullable(message.getProperty())
                .filter(p -> message.getType().equals("required"));
        String field =
                missing.map(name -> path.isEmpty() ? name : path + "." + name).orElse(path);
        String text = missing.isPresent() ? "is missing" : text(message);
        String found = missing.isEmpty()
                        && message.getInstanceNode() != null
                        && message.getInstanceNode().isValueNode()
                ? message.getInstanceNode() + " "
                : "";
        return new Problem(field.isEmpty() ? "file" : field, found + text);
    }

    /** A pattern says little to people, and this one is not theirs to know. */
    private static String text(ValidationMessage message) {
        return message.getMessage().contains(Quantities.PATTERN)
                ? "is no quantity; write it as 2, 500m or 10Gi"
                : message.getMessage().replaceFirst("^\\$[^:]*: ", "");
    }
}
