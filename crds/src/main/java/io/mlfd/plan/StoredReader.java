package io.mlfd.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what an API server stores. Unlike a file, that may be of another release than this program, whose definition of the resource
 * is not this one's: every object is read as far as this program knows it, and what it does not know is named.
 */
public final class StoredReader {
    /** More are not told: then the object is of quite another kind. */
    static final int MOST_PROBLEMS = 20;

    private static final String REMEDY = "; upgrade the operator";

    private final JsonMapper reading = StrictValues.mapper()
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final JsonMapper writing =
            JsonMapper.builder().annotationIntrospector(new EveryField()).build();

    /**
     * What was understood of an object.
     *
     * @param value without what is named beside; empty where there is none, or nothing can be made of it
     * @param unknown fields that this program does not have
     * @param unreadable values that mean nothing here, as those of an enumeration that has grown
     */
    public record Reading<T>(Optional<T> value, List<Problem> unknown, List<Problem> unreadable) {
        public Reading {
            unknown = List.copyOf(unknown);
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * Total: any JSON gives a reading.
     *
     * @param name of the field that holds the object, with which paths begin
     */
    public <T> Reading<T> read(String name, JsonNode stored, Class<T> type) {
        JsonNode rest = stored.deepCopy();
        List<Problem> unreadable = new ArrayList<>();
        while (unreadable.size() < MOST_PROBLEMS) {
            try {
                T value = reading.treeToValue(rest, type);
                List<Problem> unknown = new ArrayList<>();
                compare(name, rest, writing.valueToTree(value), unknown);
                return new Reading<>(Optional.ofNullable(value), unknown, unreadable);
            } catch (JsonMappingException e) {
                unreadable.add(problem(name, StrictValues.path(e), rest, e));
                if (!removed(rest, e.getPath())) {
                    break;
                }
            } catch (JsonProcessingException e) {
                unreadable.add(new Problem(name, "means nothing to this operator" + REMEDY));
                break;
            }
        }
        return new Reading<>(Optional.empty(), List.of(), unreadable);
    }

    private static Problem problem(String name, String path, JsonNode rest, JsonMappingException e) {
        JsonNode found = rest;
        for (JsonMappingException.Reference step : e.getPath()) {
            found = step.getFieldName() == null ? found.path(step.getIndex()) : found.path(step.getFieldName());
        }
        String value = found.isValueNode() ? found + " " : "";
        String whole = path.isEmpty() ? name : name + (path.startsWith("[") ? "" : ".") + path;
        return new Problem(whole, value + "means nothing to this operator" + REMEDY);
    }

    /** Takes away the field that the value lies in. A list without one of its elements would be another list. */
    private static boolean removed(JsonNode rest, List<JsonMappingException.Reference> path) {
        JsonNode around = rest;
        ObjectNode last = null;
        String field = "";
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() != null && around instanceof ObjectNode object) {
                last = object;
                field = step.getFieldName();
            }
            around = step.getFieldName() == null ? around.path(step.getIndex()) : around.path(step.getFieldName());
        }
        return last != null && last.remove(field) != null;
    }

    /** What is written back lacks what was not read. */
    private static void compare(String path, JsonNode stored, JsonNode read, List<Problem> unknown) {
        if (stored.isArray() && read.isArray()) {
            for (int i = 0; i < Math.min(stored.size(), read.size()); i++) {
                compare(path + "[" + i + "]", stored.get(i), read.get(i), unknown);
            }
        }
        if (!stored.isObject() || !read.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : stored.properties()) {
            String at = path + "." + field.getKey();
            if (read.has(field.getKey())) {
                compare(at, field.getValue(), read.get(field.getKey()), unknown);
            } else if (!field.getValue().isNull()) {
                unknown.add(new Problem(at, "this operator does not know it" + REMEDY));
            }
        }
    }

    /** Fields without a value are written too: what is not there is not known. */
    private static final class EveryField extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
            return JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS);
        }
    }
}
