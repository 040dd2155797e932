package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import io.mlfd.api.MLFDRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Everything that is written to the Jobs, pods and runs of a namespace, in order and with the time it was seen. */
final class Recorder implements AutoCloseable {
    private final Track<Job> jobs;
    private final Track<Pod> pods;
    private final Track<MLFDRun> runs;

    Recorder(KubernetesClient client, String namespace, InstantSource clock) {
        jobs = new Track<>(client.batch().v1().jobs().inNamespace(namespace), clock);
        pods = new Track<>(client.pods().inNamespace(namespace), clock);
        runs = new Track<>(client.resources(MLFDRun.class).inNamespace(namespace), clock);
    }

    record Seen<T>(Instant at, Watcher.Action action, T object) {}

    /** Completes as soon as a Job is there that fits. */
    CompletableFuture<Job> job(Predicate<Job> which) {
        return jobs.first(which);
    }

    /** Every Job that there ever was, by uid, as it was seen last. */
    List<Job> everyJob() {
        return jobs.latest();
    }

    /** Every pod that there ever was, as it was seen last. */
    List<Pod> everyPod() {
        return pods.latest();
    }

    /** How often the run was written after it was made. */
    int runWrites() {
        return (int) runs.events.stream()
                .filter(seen -> seen.action() == Watcher.Action.MODIFIED)
                .count();
    }

    /** For every Job that another one's completion let start: the time between the two. */
    List<Duration> completionToNextJob() {
        List<Duration> waits = new ArrayList<>();
        Map<String, Instant> completed = new LinkedHashMap<>();
        Optional<Instant> last = Optional.empty();
        for (Seen<Job> seen : jobs.events) {
            if (seen.action() == Watcher.Action.ADDED) {
                last.map(at -> Duration.between(at, seen.at())).ifPresent(waits::add);
            }
            String uid = seen.object().getMetadata().getUid();
            if (complete(seen.object()) && completed.putIfAbsent(uid, seen.at()) == null) {
                last = Optional.of(seen.at());
            }
        }
        return waits;
    }

    static boolean complete(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Complete") && c.getStatus().equals("True"));
    }

    /** Exit code of a stage's container, empty while there is none. */
    static Optional<Integer> exitCode(Pod pod) {
        return status(pod)
                .map(ContainerStatus::getState)
                .map(state -> state.getTerminated())
                .map(terminated -> terminated.getExitCode());
    }

    static Optional<ContainerStatus> status(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream().findFirst();
    }

    @Override
    public void close() {
        jobs.watch.close();
        pods.watch.close();
        runs.watch.close();
    }

    private static final class Track<T extends HasMetadata> implements Watcher<T> {
        private final InstantSource clock;
        private final List<Seen<T>> events = new CopyOnWriteArrayList<>();
        private final List<Awaited<T>> awaited = new CopyOnWriteArrayList<>();
        private final Watch watch;

        private record Awaited<T>(Predicate<T> which, CompletableFuture<T> found) {}

        Track(Watchable<T> what, InstantSource clock) {
            this.clock = clock;
            this.watch = what.watch(this);
        }

        /** A Watcher that says this is connected again from where it was cut off. */
        @Override
        public boolean reconnecting() {
            return true;
        }

        @Override
        public void eventReceived(Action action, T object) {
            events.add(new Seen<>(clock.instant(), action, object));
            awaited.stream().filter(a -> a.which().test(object)).forEach(a -> a.found()
                    .complete(object));
        }

        @Override
        public void onClose(WatcherException cause) {
            awaited.forEach(a -> a.found().completeExceptionally(cause));
        }

        CompletableFuture<T> first(Predicate<T> which) {
            CompletableFuture<T> found = new CompletableFuture<>();
            awaited.add(new Awaited<>(which, found));
            events.stream().map(Seen::object).filter(which).findFirst().ifPresent(found::complete);
            return found;
        }

        List<T> latest() {
            Map<String, T> byUid = new LinkedHashMap<>();
            events.forEach(seen -> byUid.put(seen.object().getMetadata().getUid(), seen.object()));
            return List.copyOf(byUid.values());
        }
    }
}
