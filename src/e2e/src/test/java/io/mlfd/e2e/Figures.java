package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Measured figures of a scenario, one a line, in a file of its name. */
final class Figures {
    private static final double MILLIS = 1e3;

    private final List<String> lines = new ArrayList<>();

    void add(String what, String value) {
        lines.add(String.format(Locale.ROOT, "%-42s %s", what, value));
    }

    /** Median, least and most of several measurements. */
    void add(String what, List<Duration> measured) {
        if (measured.isEmpty()) {
            throw new AssertionError(what + ": nothing was measured");
        }
        List<Duration> sorted = measured.stream().sorted().toList();
        add(
                what,
                String.format(
                        Locale.ROOT,
                        "median %s, %s to %s, n = %d",
                        text(sorted.get(sorted.size() / 2)),
                        text(sorted.get(0)),
                        text(sorted.get(sorted.size() - 1)),
                        sorted.size()));
    }

    void write(String name) throws IOException {
        Files.createDirectories(Settings.figures());
        Files.write(Settings.figures().resolve(name + ".txt"), lines);
    }

    static String text(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / MILLIS);
    }

    /**
     * From the pod's creation to its first training step; empty for a stage that does not train. The API server's times
     * have whole seconds, so that each is up to a second off.
     */
    static Optional<Duration> creationToFirstStep(Pod pod) {
        Optional<ContainerStateTerminated> end =
                Recorder.status(pod).map(status -> status.getState().getTerminated());
        return end.flatMap(terminated -> new ContractJson()
                .read(terminated.getMessage(), StageReport.class)
                .seconds()
                .firstStep()
                .map(firstStep -> Duration.between(
                                Instant.parse(pod.getMetadata().getCreationTimestamp()),
                                Instant.parse(terminated.getStartedAt()))
                        .plusMillis(Math.round(firstStep * MILLIS))));
    }

    /** The API server's own count of status writes to runs; empty where it may not be read. */
    static OptionalLong statusWrites(KubernetesClient client) {
        String metrics;
        try {
            metrics = client.raw("/metrics");
        } catch (KubernetesClientException e) {
            return OptionalLong.empty();
        }
        return metrics == null
                ? OptionalLong.empty()
                : OptionalLong.of(metrics.lines()
                        .filter(line -> line.startsWith("apiserver_request_total{")
                                && line.contains("resource=\"mlfdruns\"")
                                && line.contains("subresource=\"status\"")
                                && line.contains("verb=\"PATCH\""))
                        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum());
    }
}
