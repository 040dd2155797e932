package io.mlfd.e2e.scale;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.mlfd.api.MLFDRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is written in a namespace, as its watches show it: to runs, Jobs and events, and how long after a stage's end the Jobs
 * appear that waited for it.
 */
public final class Traffic implements AutoCloseable {
    private final LongSupplier nanoTime;
    private final LongAdder runWrites = new LongAdder();
    private final LongAdder jobsMade = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final Map<String, Long> lastEnd = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Set<String> complete = ConcurrentHashMap.newKeySet();
    private final List<Duration> waits = new ArrayList<>();
    private final List<SharedIndexInformer<?>> informers;
    private volatile long lastEndOfAll;

    /**
     * @param chain label by whose value Jobs wait for each other
     * @param jobEnded told once of every Job that is complete
     */
    public Traffic(
            KubernetesClient client, String namespace, String chain, LongSupplier nanoTime, Consumer<Job> jobEnded) {
        this.nanoTime = nanoTime;
        this.informers = List.of(
                inform(
                        client.batch().v1().jobs().inNamespace(namespace).withLabel(chain),
                        job -> made(job.getMetadata().getLabels().get(chain)),
                        job -> changed(job, job.getMetadata().getLabels().get(chain), jobEnded)),
                inform(client.resources(MLFDRun.class).inNamespace(namespace), this::changed, run -> {
                    runWrites.increment();
                    changed(run);
                }),
                inform(client.events().v1().events().inNamespace(namespace), this::changed, this::changed));
    }

    private static <T extends HasMetadata> SharedIndexInformer<T> inform(
            Informable<T> what, Consumer<T> added, Consumer<T> written) {
        return what.inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                added.accept(object);
            }

            @Override
            public void onUpdate(T before, T after) {
                String version = before.getMetadata().getResourceVersion();
                if (!version.equals(after.getMetadata().getResourceVersion())) {
                    written.accept(after);
                }
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {}
        });
    }

    private void made(String chain) {
        jobsMade.increment();
        Long since = lastEnd.get(chain);
        if (since != null) {
            synchronized (waits) {
                waits.add(Duration.ofNanos(nanoTime.getAsLong() - since));
            }
        }
    }

    private void changed(Job job, String chain, Consumer<Job> jobEnded) {
        boolean done = job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Complete")
                                && condition.getStatus().equals("True"));
        if (done && ended.add(job.getMetadata().getUid())) {
            lastEndOfAll = nanoTime.getAsLong();
            lastEnd.put(chain, lastEndOfAll);
            jobEnded.accept(job);
        }
    }

    private void changed(MLFDRun run) {
        if (run.getStatus() != null && "Complete".equals(run.getStatus().phase())) {
            complete.add(run.getMetadata().getUid());
        }
    }

    private void changed(Event event) {
        if (event.getRegarding() != null
                && MLFDRun.KIND.equals(event.getRegarding().getKind())) {
            events.increment();
        }
    }

    /** Runs that are complete. */
    public int completeRuns() {
        return complete.size();
    }

    /** Jobs that are complete. */
    public int endedJobs() {
        return ended.size();
    }

    /** Of {@code nanoTime}, when the last of them was. */
    public long lastEnd() {
        return lastEndOfAll;
    }

    /** @param events about runs, whether new or counted up */
    public record Writes(long runs, long jobs, long events) {
        public long all() {
            return runs + jobs + events;
        }
    }

    /** Until now. */
    public Writes writes() {
        return new Writes(runWrites.sum(), jobsMade.sum(), events.sum());
    }

    /** From the end of a chain's Job to its next Job, in order. */
    public List<Duration> waits() {
        synchronized (waits) {
            return waits.stream().sorted().toList();
        }
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
