package io.mlfd.trainer.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.storage.FileDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which run a folder belongs to: its name, and everything in its spec that may not change once it has started. */
final class RunIdentity {
    private static final List<String> MAY_CHANGE =
            List.of("suspend", "queue", "parallelism", "retries", "timeouts", "retention");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
            .build();

    private final JsonNode tree;

    private RunIdentity(JsonNode tree) {
        this.tree = tree;
    }

    static RunIdentity of(MLFDRun run) {
        ObjectNode spec = MAPPER.valueToTree(run.getSpec());
        spec.remove(MAY_CHANGE);
        ObjectNode tree = MAPPER.createObjectNode();
        tree.putObject("metadata").put("name", run.getMetadata().getName());
        tree.set("spec", spec);
        return new RunIdentity(tree);
    }

    JsonNode tree() {
        return tree;
    }

    String digest() {
        byte[] text = new ContractJson().write(tree).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(FileDigest.newSha256().digest(text));
    }

    /** The first field, in alphabetical order, that is not as in a folder's record; empty when all are the same. */
    Optional<String> firstDifference(JsonNode recorded) {
        return difference("", tree, recorded);
    }

    private static Optional<String> difference(String path, JsonNode here, JsonNode there) {
        if (here.equals(there)) {
            return Optional.empty();
        }
        if (here.isObject() && there.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            here.fieldNames().forEachRemaining(names::add);
            there.fieldNames().forEachRemaining(names::add);
            return first(names.stream()
                    .map(name ->
                            difference(path.isEmpty() ? name : path + "." + name, here.path(name), there.path(name)))
                    .iterator());
        }
        if (here.isArray() && there.isArray() && here.size() == there.size()) {
            return first(java.util.stream.IntStream.range(0, here.size())
                    .mapToObj(i -> difference(path + "[" + i + "]", here.get(i), there.get(i)))
                    .iterator());
        }
        return Optional.of(path + " is " + text(here) + " now and was " + text(there));
    }

    private static Optional<String> first(Iterator<Optional<String>> differences) {
        while (differences.hasNext()) {
            Optional<String> next = differences.next();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode()) {
            return "absent";
        }
        if (value.isArray()) {
            return value.size() + " entries";
        }
        return value.isObject() ? "set" : value.asText();
    }
}
