package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a stage's pod says. */
final class StageLog {
    /** A stage's line at the end of every epoch. */
    static final Pattern EPOCH = Pattern.compile(", epoch (\\d+) of (\\d+), step (\\d+) of (\\d+)");

    static final Pattern RESUMED = Pattern.compile("goes on from the checkpoint of step (\\d+) of (\\d+)");

    private final KubernetesClient client;
    private final String namespace;

    StageLog(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Waits until a pod runs that fits and has said so. */
    Pod await(ClusterRun run, Predicate<Pod> which, Pattern line, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<List<Pod>> running =
                run.pods().informOnCondition(pods -> pods.stream().anyMatch(pod -> which.test(pod) && runs(pod)));
        Pod pod = running.get(limit.toSeconds(), TimeUnit.SECONDS).stream()
                .filter(p -> which.test(p) && runs(p))
                .findFirst()
                .orElseThrow();
        Lines lines = new Lines(line);
        LogWatch watch = client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .watchLog(lines);
        try {
            lines.found.get(limit.toSeconds(), TimeUnit.SECONDS);
            return pod;
        } finally {
            watch.close();
        }
    }

    /** The first match in everything that a pod said. */
    MatchResult find(Pod pod, Pattern pattern) {
        String log = client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .getLog();
        return pattern.matcher(log)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        pod.getMetadata().getName() + " never said \"" + pattern + "\" but: " + log));
    }

    private static boolean runs(Pod pod) {
        return Recorder.status(pod)
                .filter(status -> status.getState().getRunning() != null)
                .isPresent();
    }

    private static final class Lines extends OutputStream {
        private final Pattern wanted;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final CompletableFuture<String> found = new CompletableFuture<>();

        Lines(Pattern wanted) {
            this.wanted = wanted;
        }

        @Override
        public void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (wanted.matcher(text).find()) {
                found.complete(text);
            }
        }
    }
}
