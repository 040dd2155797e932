package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What Kueue says about a Job that it holds: the conditions of the Job's {@code Workload} (Kueue API {@code v1beta2}).
 *
 * @param text in Kueue's words, on one line; empty when nothing is said
 * @param hopeless whether the Job asks for more than its queue can ever give
 */
public record QueueWords(String text, boolean hopeless) {
    /** Nothing is said. */
    public static final QueueWords NONE = new QueueWords("", false);

    /** Kueue 0.17 gives no reason of its own to what can never fit: this stands in the message. */
    private static final String NEVER_FITS = "maximum capacity";

    /** Total: whatever is in the object, which another release of Kueue may have made. */
    public static QueueWords of(GenericKubernetesResource workload) {
        List<Condition> conditions = conditions(workload);
        Optional<Condition> evicted = find(conditions, "Evicted", "True");
        Optional<Condition> waits = find(conditions, "QuotaReserved", "False");
        List<String> words = new ArrayList<>();
        evicted.ifPresent(condition -> words.add(condition.getReason() + ": " + condition.getMessage()));
        waits.map(Condition::getMessage).filter(Objects::nonNull).ifPresent(words::add);
        boolean reserved = find(conditions, "QuotaReserved", "True").isPresent();
        if (reserved && find(conditions, "Admitted", "True").isEmpty()) {
            words.add("its quota is reserved; its queue's admission checks are not done");
        }
        boolean hopeless = waits.map(Condition::getMessage)
                .filter(message -> message.contains(NEVER_FITS))
                .isPresent();
        return new QueueWords(OneLine.of(String.join("; ", words)), hopeless);
    }

    private static Optional<Condition> find(List<Condition> conditions, String type, String status) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.getType()) && status.equals(condition.getStatus()))
                .findFirst();
    }

    private static List<Condition> conditions(GenericKubernetesResource workload) {
        List<Condition> conditions = new ArrayList<>();
        if (workload.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                && status.get("conditions") instanceof List<?> all) {
            for (Object each : all) {
                if (each instanceof Map<?, ?> fields) {
                    Condition condition = new Condition();
                    condition.setType(text(fields.get("type")));
                    condition.setStatus(text(fields.get("status")));
                    condition.setReason(text(fields.get("reason")));
                    condition.setMessage(text(fields.get("message")));
                    conditions.add(condition);
                }
            }
        }
        return conditions;
    }

    private static String text(Object value) {
        return value instanceof String text ? text : "";
    }
}
