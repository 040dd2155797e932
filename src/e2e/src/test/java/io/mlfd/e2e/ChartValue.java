package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the chart's values.
 *
 * @param path names from the top on, with dots between them
 * @param comment what stands above it in {@code values.yaml}, as one line; empty where nothing does
 * @param value by default
 * @param schema what it may be; missing where the schema does not know it
 */
record ChartValue(String path, String comment, JsonNode value, JsonNode schema) {
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
    private static final int INDENT = 2;

    /** In the order of {@code values.yaml}, which writes what a row is for in block style and all else in flow style. */
    static List<ChartValue> all() throws IOException {
        Path file = Chart.FOLDER.resolve("values.yaml");
        JsonNode values = new YAMLMapper().readTree(file.toFile());
        JsonNode schema = wholeSchema();
        List<ChartValue> all = new ArrayList<>();
        Deque<String> names = new ArrayDeque<>();
        List<String> comment = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Matcher key = KEY.matcher(line);
            Matcher remark = COMMENT.matcher(line);
            if (remark.matches()) {
                comment.add(remark.group(1));
            } else if (key.matches()) {
                while (names.size() > key.group(1).length() / INDENT) {
                    names.removeLast();
                }
                names.addLast(key.group(2));
                all.add(new ChartValue(
                        String.join(".", names), String.join(" ", comment), at(values, names), schema(schema, names)));
                comment.clear();
            } else if (line.isEmpty()) {
                comment.clear();
            } else {
                throw new AssertionError(file + ": neither a value nor a remark: " + line);
            }
        }
        return all;
    }

    static JsonNode wholeSchema() throws IOException {
        return new ObjectMapper()
                .readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
    }

    private static JsonNode at(JsonNode values, Deque<String> names) {
        JsonNode value = values;
        for (String name : names) {
            value = value.get(name);
        }
        return value;
    }

    private static JsonNode schema(JsonNode whole, Deque<String> names) {
        JsonNode schema = whole;
        for (String name : names) {
            schema = resolved(whole, schema.path("properties").path(name));
        }
        return schema;
    }

    private static JsonNode resolved(JsonNode whole, JsonNode schema) {
        return schema.has("$ref") ? whole.at(schema.get("$ref").textValue().substring(1)) : schema;
    }

    /** Whether it only holds others together. */
    boolean isSection() {
        return schema.has("properties") && value.isObject() && !value.isEmpty();
    }
}
