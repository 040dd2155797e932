package io.mlfd.operator.act;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRunStatus;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The difference between two statuses as JSON merge patch (RFC 7386): changed top-level fields whole, removed ones null.
 */
public record StatusPatch(ObjectNode fields) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .withConfigOverride(
                    List.class,
                    override -> override.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
            .build();

    /** Empty when there is nothing to write. */
    public static Optional<StatusPatch> between(Optional<MLFDRunStatus> before, MLFDRunStatus after) {
        ObjectNode old = before.map(StatusPatch::tree).orElseGet(MAPPER::createObjectNode);
        ObjectNode next = tree(after);
        ObjectNode changed = MAPPER.createObjectNode();
        TreeSet<String> names = new TreeSet<>();
        old.fieldNames().forEachRemaining(names::add);
        next.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode value = next.has(name) ? next.get(name) : NullNode.getInstance();
            if (!value.equals(old.get(name))) {
                changed.set(name, value);
            }
        }
        return changed.isEmpty() ? Optional.empty() : Optional.of(new StatusPatch(changed));
    }

    static ObjectNode tree(MLFDRunStatus status) {
        return MAPPER.valueToTree(status);
    }
}
