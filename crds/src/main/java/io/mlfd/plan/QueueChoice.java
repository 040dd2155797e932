package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import java.util.Optional;

/**
 * The queue that Jobs of a run are handed to.
 *
 * @param name of the queue in the run's namespace
 * @param priorityClass the queue's own priority class; empty for its default
 */
public record QueueChoice(String name, Optional<String> priorityClass) {
    /** Empty where the spec names none. */
    public static Optional<QueueChoice> of(MLFDRunSpec spec) {
        return Optional.ofNullable(spec.queue())
                .map(queue -> new QueueChoice(queue.name(), Optional.ofNullable(queue.priorityClass())));
    }

    /** Both in one word; neither may hold a slash. */
    public String text() {
        return name + priorityClass.map(named -> "/" + named).orElse("");
    }
}
