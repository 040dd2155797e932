package io.mlfd.operator.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields of a status the definition in the cluster keeps, as the API server's answers show. That of an earlier release drops
 * what it does not name without a word, and whoever compares what is stored with what should be would write it again at every look.
 * What is remembered is the definition's, no run's. Safe for use by several threads.
 */
public final class KeptFields {
    private static final String ROOT = "status";
    private static final String EACH = "[]";

    private final Set<String> dropped = new TreeSet<>();

    /**
     * Hears what became of a write.
     *
     * @return fields that were dropped and were not known to be, as in {@code status.stages[].progress}, in their order
     */
    public synchronized List<String> heard(StatusPatch written, StoredRun answer) {
        Set<String> lost = new TreeSet<>();
        compare(ROOT, written.fields(), answer.getStatus(), lost);
        lost.removeAll(dropped);
        dropped.addAll(lost);
        return List.copyOf(lost);
    }

    private void compare(String path, JsonNode sent, JsonNode storedOrNull, Set<String> lost) {
        for (int i = 0; i < (sent.isArray() ? sent.size() : 0); i++) {
            compare(path + EACH, sent.get(i), storedOrNull == null ? null : storedOrNull.get(i), lost);
        }
        sent.properties().stream().filter(field -> !field.getValue().isNull()).forEach(field -> {
            String name = path + "." + field.getKey();
            JsonNode stored = storedOrNull == null ? null : storedOrNull.get(field.getKey());
            if (stored == null) {
                lost.add(name);
            } else {
                // The definition may have been brought up meanwhile.
                dropped.remove(name);
                compare(name, field.getValue(), stored, lost);
            }
        });
    }

    /** Whether a patch changes anything that will be kept. */
    public synchronized boolean changedBy(StatusPatch patch, Optional<MLFDRunStatus> before) {
        ObjectNode old = kept(before.map(StatusPatch::tree).orElseGet(patch.fields()::objectNode));
        return kept(patch.fields()).properties().stream()
                .anyMatch(field -> !(field.getValue().isNull()
                        ? old.get(field.getKey()) == null
                        : field.getValue().equals(old.get(field.getKey()))));
    }

    private ObjectNode kept(ObjectNode all) {
        ObjectNode copy = all.deepCopy();
        strip(ROOT, copy);
        return copy;
    }

    private void strip(String path, JsonNode node) {
        if (dropped.isEmpty()) {
            return;
        }
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            strip(path + EACH, node.get(i));
        }
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> dropped.contains(path + "." + field.getKey()));
            object.properties().forEach(field -> strip(path + "." + field.getKey(), field.getValue()));
        }
    }
}
