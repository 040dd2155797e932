package io.mlfd.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.api.MLFDRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a tree as a run and tells of everything that does not fit its types. Jackson stops at the first such thing, so that
 * is noted and taken out, and the rest is read again.
 */
final class TypedTree {
    /** More are not looked for: each costs another reading of the file. */
    static final int MOST_PROBLEMS = 100;

    private final YAMLMapper mapper;

    /** @param mapper refuses what is unknown and what is of another type */
    TypedTree(YAMLMapper mapper) {
        this.mapper = mapper;
    }

    /** @param run empty when there are problems */
    record Reading(Optional<MLFDRun> run, List<Problem> problems) {
        Reading {
            problems = List.copyOf(problems);
        }
    }

    Reading read(JsonNode tree) {
        Rest rest = new Rest(tree.deepCopy());
        List<Problem> problems = new ArrayList<>();
        rest.emptyElements(rest.tree, "", problems);
        while (true) {
            try {
                MLFDRun run = mapper.treeToValue(rest.tree, MLFDRun.class);
                return new Reading(problems.isEmpty() ? Optional.of(run) : Optional.empty(), problems);
            } catch (JsonProcessingException e) {
                if (problems.size() == MOST_PROBLEMS) {
                    problems.add(new Problem(
                            "file", "has more problems than these " + MOST_PROBLEMS + "; correct them first"));
                    return new Reading(Optional.empty(), problems);
                }
                List<Reference> where = e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
                String path = rest.path(where);
                boolean removed = rest.remove(where);
                // What cannot be taken out may be wrong only because of what was.
                if (removed || problems.isEmpty()) {
                    problems.add(describe(e, path));
                }
                if (!removed) {
                    return new Reading(Optional.empty(), problems);
                }
            }
        }
    }

    /** What is left of a tree, and where the elements that are left of its lists stood. */
    private static final class Rest {
        private final JsonNode tree;
        private final IdentityHashMap<JsonNode, List<Integer>> places = new IdentityHashMap<>();

        Rest(JsonNode tree) {
            this.tree = tree;
        }

        String path(List<Reference> where) {
            StringBuilder path = new StringBuilder();
            JsonNode node = tree;
            for (Reference step : where) {
                if (step.getFieldName() == null) {
                    path.append('[').append(place(node, step.getIndex())).append(']');
                } else {
                    path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
                }
                node = child(node, step);
            }
            return path.isEmpty() ? "file" : path.toString();
        }

        /** Notes and takes out the elements of lists that are nothing: no list here may hold such. */
        void emptyElements(JsonNode node, String path, List<Problem> problems) {
            if (node instanceof ArrayNode array) {
                for (int i = array.size() - 1; i >= 0; i--) {
                    String element = path + "[" + i + "]";
                    if (!array.get(i).isNull()) {
                        emptyElements(array.get(i), element, problems);
                    } else if (problems.size() < MOST_PROBLEMS) {
                        problems.add(new Problem(element, "is empty"));
                        places(array).remove(i);
                        array.remove(i);
                    }
                }
            }
            node.properties()
                    .forEach(field -> emptyElements(
                            field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), problems));
        }

        boolean remove(List<Reference> where) {
            if (where.isEmpty()) {
                return false;
            }
            JsonNode parent = tree;
            for (Reference step : where.subList(0, where.size() - 1)) {
                parent = child(parent, step);
            }
            Reference last = where.get(where.size() - 1);
            if (parent instanceof ObjectNode object && last.getFieldName() != null) {
                return object.remove(last.getFieldName()) != null;
            }
            if (parent instanceof ArrayNode array && last.getIndex() >= 0 && last.getIndex() < array.size()) {
                places(array).remove(last.getIndex());
                array.remove(last.getIndex());
                return true;
            }
            return false;
        }

        private static JsonNode child(JsonNode node, Reference step) {
            return step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
        }

        private int place(JsonNode node, int index) {
            List<Integer> left = places.get(node);
            return left == null || index < 0 || index >= left.size() ? index : left.get(index);
        }

        private List<Integer> places(ArrayNode array) {
            return places.computeIfAbsent(
                    array,
                    a -> new ArrayList<>(
                            IntStream.range(0, array.size()).boxed().toList()));
        }
    }

    private static Problem describe(JsonProcessingException e, String path) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds() == null
                    ? ""
                    : "; there are "
                            + unknown.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .sorted()
                                    .collect(Collectors.joining(", "));
            return new Problem(path, "is unknown" + known);
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            return new Problem(
                    path, "\"" + format.getValue() + "\" is unknown; there are " + values(format.getTargetType()));
        }
        if (e instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null) {
            return new Problem(path, "must be " + kind(mismatched.getTargetType()));
        }
        String cause = e.getOriginalMessage();
        return new Problem(
                path,
                cause == null ? "cannot be read" : cause.lines().findFirst().orElse("cannot be read"));
    }

    private static String values(Class<?> enumeration) {
        YAMLMapper names = new YAMLMapper();
        return Arrays.stream(enumeration.getEnumConstants())
                .map(constant -> names.convertValue(constant, String.class))
                .collect(Collectors.joining(", "));
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "text; put it into quotes";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return Iterable.class.isAssignableFrom(type) ? "a list" : "a mapping";
    }
}
