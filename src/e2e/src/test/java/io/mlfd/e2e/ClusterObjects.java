package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Objects as they stand in files.
 *
 * @param byKey each under {@code Kind/namespace/name}, or {@code Kind/name} where it names no namespace
 */
record ClusterObjects(SortedMap<String, JsonNode> byKey) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** @param yaml documents, of which empty ones do not count */
    static ClusterObjects read(String yaml) throws IOException {
        return of(documents(yaml));
    }

    private static List<JsonNode> documents(String yaml) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        }
    }

    private static ClusterObjects of(List<JsonNode> objects) {
        SortedMap<String, JsonNode> byKey = new TreeMap<>();
        for (JsonNode object : objects) {
            if (byKey.put(key(object), object) != null) {
                throw new AssertionError(key(object) + " stands there twice");
            }
        }
        return new ClusterObjects(byKey);
    }

    private static String key(JsonNode object) {
        String namespace = object.at("/metadata/namespace").asText();
        return object.get("kind").textValue() + "/" + (namespace.isEmpty() ? "" : namespace + "/")
                + object.at("/metadata/name").textValue();
    }

    /** @throws AssertionError where there is none */
    JsonNode get(String key) {
        JsonNode object = byKey.get(key);
        if (object == null) {
            throw new AssertionError("no " + key + ", there are " + byKey.keySet());
        }
        return object;
    }

    /** Their keys that begin with {@code Kind/}. */
    List<String> keys(String kind) {
        return byKey.keySet().stream().filter(key -> key.startsWith(kind + "/")).toList();
    }
}
