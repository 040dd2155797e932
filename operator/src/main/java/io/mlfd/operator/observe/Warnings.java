package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is said in events only: why a Job has no pod, or why the container of a pod that has a node is not made. */
public final class Warnings {
    private static final String NO_NODE = "FailedScheduling";

    private Warnings() {}

    /**
     * The newest warning in the words of who gave it, on one line; empty when there is none. That there was no node for
     * a pod is over: as long as it is true, the pod says so itself.
     *
     * @param events about one object
     */
    public static String newest(List<Event> events) {
        return events.stream()
                .filter(event -> "Warning".equals(event.getType()) && !NO_NODE.equals(event.getReason()))
                .max(Comparator.comparing(Warnings::at))
                .map(event -> OneLine.of(event.getReason() + ": " + event.getMessage()))
                .orElse("");
    }

    /** Older clients count what they repeat, newer ones give a time of their own. */
    private static Instant at(Event event) {
        return Times.parse(event.getLastTimestamp())
                .or(() -> Optional.ofNullable(event.getEventTime()).flatMap(time -> Times.parse(time.getTime())))
                .orElse(Instant.MIN);
    }
}
