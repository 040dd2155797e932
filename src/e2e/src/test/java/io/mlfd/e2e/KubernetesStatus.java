package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What kstatus says of a kind that it does not know, in the order in which {@code pkg/kstatus/status} of
 * github.com/kubernetes-sigs/cli-utils asks: {@code checkGenericProperties} of generic.go, then {@code checkReadyCondition} of
 * status.go. Flux, Helm 4 and kpt have it as a library, which needs Go; this is the part of it that a run meets.
 */
final class KubernetesStatus {
    static final String IN_PROGRESS = "InProgress";
    static final String FAILED = "Failed";
    static final String CURRENT = "Current";

    private KubernetesStatus() {}

    static String of(JsonNode object) {
        if (object.at("/metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        if (isStale(object)) {
            return IN_PROGRESS;
        }
        for (JsonNode condition : object.at("/status/conditions")) {
            if (is(condition, "Reconciling")) {
                return IN_PROGRESS;
            }
            if (is(condition, "Stalled")) {
                return FAILED;
            }
        }
        Optional<JsonNode> ready = StreamSupport.stream(
                        object.at("/status/conditions").spliterator(), false)
                .filter(condition -> condition.get("type").asText().equals("Ready"))
                .findFirst();
        return ready.filter(condition -> !condition.get("status").asText().equals("True"))
                        .isPresent()
                ? IN_PROGRESS
                : CURRENT;
    }

    /** Where nothing was observed, nothing is stale. */
    static boolean isStale(JsonNode object) {
        JsonNode observed = object.at("/status/observedGeneration");
        return !observed.isMissingNode()
                && observed.asLong() != object.at("/metadata/generation").asLong();
    }

    private static boolean is(JsonNode condition, String type) {
        return condition.get("type").asText().equals(type)
                && condition.get("status").asText().equals("True");
    }
}
