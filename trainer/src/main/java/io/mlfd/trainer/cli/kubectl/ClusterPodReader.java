package io.mlfd.trainer.cli.kubectl;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A pod of its own on the cluster, which is gone when this is closed or the program ends, by whatever signal. */
final class ClusterPodReader implements PodReader {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_ANSWER = 4096;
    private static final long LAST_WORD_SECONDS = 30;

    private final RunsOnCluster cluster;
    private final Pod pod;
    private final Thread atEnd = new Thread(this::delete, "delete-reader");
    private final AtomicBoolean deleted = new AtomicBoolean();

    private ClusterPodReader(RunsOnCluster cluster, Pod pod) {
        this.cluster = cluster;
        this.pod = pod;
    }

    /**
     * Makes the pod and waits until it runs.
     *
     * @throws ClusterException when it may not be made, or does not run in time
     */
    static ClusterPodReader open(RunsOnCluster cluster, Pod wanted, Duration limit, Consumer<Duration> pause) {
        ClusterPodReader reader = new ClusterPodReader(cluster, wanted);
        // Before there is anything to take away: a signal in between would leave it.
        Runtime.getRuntime().addShutdownHook(reader.atEnd);
        try {
            cluster.asked(
                    "create pods" + cluster.here(),
                    () -> cluster.client().resource(wanted).create());
        } catch (RuntimeException e) {
            // Nothing is there: a second refusal would hide the first.
            reader.deleted.set(true);
            reader.close();
            throw e;
        }
        try {
            reader.awaitRunning(limit, pause);
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private PodResource resource() {
        return cluster.client()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(pod.getMetadata().getName());
    }

    private void awaitRunning(Duration limit, Consumer<Duration> pause) {
        Optional<Pod> seen =
                Looks.until(limit, pause, () -> Optional.ofNullable(look()).filter(ClusterPodReader::isOver));
        if (seen.isEmpty()) {
            throw notRunning(look(), "does not run after " + limit.toSeconds() + " s (--timeout)");
        }
        if (!"Running".equals(seen.get().getStatus().getPhase())) {
            throw notRunning(seen.get(), "ended at once");
        }
    }

    private Pod look() {
        return cluster.asked("get pods" + cluster.here(), () -> resource().get());
    }

    private static boolean isOver(Pod there) {
        String phase = there.getStatus() == null ? "" : there.getStatus().getPhase();
        return "Running".equals(phase) || "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    private ClusterException notRunning(Pod seenOrNull, String what) {
        String why = Optional.ofNullable(seenOrNull).map(Pod::getStatus).stream()
                .flatMap(status -> Stream.concat(
                        status.getContainerStatuses().stream()
                                .map(container -> container.getState() == null
                                        ? null
                                        : container.getState().getWaiting())
                                .filter(Objects::nonNull)
                                .map(ClusterPodReader::words),
                        status.getConditions().stream()
                                .filter(condition -> "False".equals(condition.getStatus()))
                                .map(condition -> condition.getReason() + ": " + condition.getMessage())))
                .findFirst()
                .orElse("nothing says why");
        return new ClusterException(
                "the pod " + pod.getMetadata().getName() + " that reads the claim " + what + ": " + why);
    }

    private static String words(ContainerStateWaiting waiting) {
        return waiting.getReason() + ": " + Objects.requireNonNullElse(waiting.getMessage(), "");
    }

    @Override
    public Optional<String> digest(String path) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Optional<String> complaint = call(answer, MOST_ANSWER, "sha256sum", "--", path);
        if (complaint.isPresent()) {
            if (complaint.get().contains("No such file")) {
                return Optional.empty();
            }
            throw new IOException(complaint.get());
        }
        String line = answer.toString(StandardCharsets.UTF_8);
        if (!line.matches("(?s)\\\\?[0-9a-f]{64}\\b.*")) {
            throw new IOException("sha256sum in the pod says no digest");
        }
        return Optional.of(line.startsWith("\\") ? line.substring(1, 65) : line.substring(0, 64));
    }

    @Override
    public void copy(String path, long most, OutputStream to) throws IOException {
        Optional<String> complaint = call(to, most, "cat", "--", path);
        if (complaint.isPresent()) {
            throw new IOException(complaint.get());
        }
    }

    /** @return what the command complains of, empty where it ended well */
    private Optional<String> call(OutputStream to, long most, String... command) throws IOException {
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        try (ExecWatch watch = resource()
                .inContainer(ReaderPods.CONTAINER)
                .redirectingOutput()
                .writingError(complaints)
                .exec(command)) {
            copy(watch.getOutput(), most, to);
            int exit = watch.exitCode().get(LAST_WORD_SECONDS, TimeUnit.SECONDS);
            return exit == 0
                    ? Optional.empty()
                    : Optional.of(List.of(command).get(0) + " in the pod ended with " + exit + ": "
                            + complaints.toString(StandardCharsets.UTF_8).strip());
        } catch (KubernetesClientException e) {
            throw ClusterException.of("create pods/exec" + cluster.here(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KubernetesClientException refused) {
                throw ClusterException.of("create pods/exec" + cluster.here(), refused);
            }
            throw new IOException(
                    "the connection to the pod broke off: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("the connection to the pod broke off before its end was told", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void copy(InputStream from, long most, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            copied += read;
            if (copied > most) {
                throw new IOException("it is longer than " + most + " bytes (--most)");
            }
            to.write(buffer, 0, read);
        }
    }

    private void delete() {
        if (deleted.compareAndSet(false, true)) {
            resource().withGracePeriod(0L).delete();
        }
    }

    /** @throws ClusterException when the pod may not be deleted; it ends by itself within the hour */
    @Override
    public void close() {
        cluster.asked("delete pods" + cluster.here(), () -> {
            delete();
            return pod;
        });
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook finds its work done.
        }
    }
}
