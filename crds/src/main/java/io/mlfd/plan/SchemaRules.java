package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The structural rules of the resource's own schema, so that a file is held to the same bounds as the API server's. */
final class SchemaRules {
    private final JsonSchema schema;
    private final SchemaWords words;

    /** @param definition the CustomResourceDefinition */
    SchemaRules(JsonNode definition) {
        JsonNode closed = ClosedSchema.of(definition.at("/spec/versions/0/schema/openAPIV3Schema"));
        // OpenAPI's exclusiveMinimum is a boolean beside minimum, as in JSON Schema's fourth draft.
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(
                        closed,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_PATH)
                                .formatAssertionsEnabled(false)
                                .build());
        words = new SchemaWords(closed);
    }

    /** Everything that is unknown, missing, of another kind or out of bounds, by path. */
    List<Problem> problems(JsonNode resource) {
        Set<ValidationMessage> messages = schema.validate(resource);
        Map<JsonNodePath, Integer> best = messages.stream()
                .collect(Collectors.toMap(ValidationMessage::getInstanceLocation, SchemaWords::rank, Math::min));
        return messages.stream()
                .filter(message ->
                        SchemaWords.rank(message) == best.get(message.getInstanceLocation()) || isAboutAField(message))
                .map(words::problem)
                .distinct()
                .sorted(Comparator.comparing(Problem::path))
                .toList();
    }

    /** These lie at the mapping, and are not about it. */
    private static boolean isAboutAField(ValidationMessage message) {
        return message.getProperty() != null;
    }
}
