package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The resource's schema as a file is held to it. An API server prunes or refuses fields that a schema does not name, and knows the
 * fields that every resource has; a schema alone says neither.
 */
final class ClosedSchema {
    private static final String PROPERTIES = "properties";
    private static final String ADDITIONAL = "additionalProperties";

    private ClosedSchema() {}

    /** @param openApi the schema of a CustomResourceDefinition; stays as it is */
    static JsonNode of(JsonNode openApi) {
        ObjectNode schema = openApi.deepCopy();
        ObjectNode fields = schema.withObject("/" + PROPERTIES);
        fields.putObject("apiVersion").put("type", "string");
        fields.putObject("kind").put("type", "string");
        // What else may stand in it is the API server's to say.
        ObjectNode metadata = fields.putObject("metadata").put("type", "object");
        metadata.putObject(ADDITIONAL);
        for (String texts : new String[] {"labels", "annotations"}) {
            metadata.withObject("/" + PROPERTIES)
                    .putObject(texts)
                    .put("type", "object")
                    .putObject(ADDITIONAL)
                    .put("type", "string");
        }
        close(schema);
        return schema;
    }

    private static void close(JsonNode schema) {
        schema.forEach(ClosedSchema::close);
        if (schema instanceof ObjectNode object
                && object.path(PROPERTIES).isObject()
                && object.path("type").asText().equals("object")
                && !object.has(ADDITIONAL)) {
            object.put(ADDITIONAL, false);
        }
    }
}
