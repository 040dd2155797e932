package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/** One run on a mock server, moved step by step: no thread, no informer, a clock of its own from the server's time on. */
final class Simulation {
    private static final int MOST_STEPS = 50;

    final KubernetesClient client;
    final TestClock clock =
            new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
    final RecordingWrites writes;
    final FakeJobController cluster;
    private final String name;
    private final RunListener listener;

    Simulation(KubernetesClient client, MLFDRun run) {
        this(client, run, SilentListener.INSTANCE);
    }

    Simulation(KubernetesClient client, MLFDRun run, RunListener listener) {
        this.listener = listener;
        this.client = client;
        this.name = run.getMetadata().getName();
        this.writes = new RecordingWrites(new MockServerWrites(client));
        this.cluster = new FakeJobController(client, clock);
        client.resource(run).create();
    }

    /** A new one each time: an operator remembers nothing. */
    RunDriver driver() {
        return driver(writes);
    }

    RunDriver driver(ClusterWrites through) {
        return new RunDriver(through, new MockServerReads(client), Runs.DEFAULTS, "operator-0", listener);
    }

    RunDriver.Outcome step() {
        return step(caches());
    }

    RunDriver.Outcome step(CachedObjects caches) {
        return driver().drive(read(), caches, clock.instant());
    }

    /** Steps until nothing is written any more. */
    void settle() {
        for (int i = 0; i < MOST_STEPS; i++) {
            int before = writes.count();
            step();
            if (writes.count() == before) {
                return;
            }
        }
        throw new AssertionError("never comes to rest: " + writes.log());
    }

    /** Lets the cluster do something with every unfinished Job until there is none. */
    void play(Consumer<Job> move) {
        for (int i = 0; i < MOST_STEPS; i++) {
            settle();
            List<Job> unfinished = cluster.unfinished();
            if (unfinished.isEmpty()) {
                return;
            }
            clock.pass(Duration.ofSeconds(1));
            unfinished.forEach(move);
        }
        throw new AssertionError("never ends: " + writes.log());
    }

    void complete() {
        play(cluster::succeed);
    }

    Job job(String stage) {
        return cluster.jobs().stream()
                .filter(job -> stage.equals(job.getMetadata().getAnnotations().get(Labels.STAGE)))
                .filter(job -> cluster.unfinished().contains(job))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no unfinished Job of " + stage + " in " + jobNames()));
    }

    List<String> jobNames() {
        return cluster.jobs().stream()
                .map(job -> job.getMetadata().getName())
                .sorted()
                .toList();
    }

    CachedObjects caches() {
        return new CachedObjects(
                cluster.jobs(),
                client.pods().inNamespace(Runs.NAMESPACE).list().getItems(),
                client.persistentVolumeClaims()
                        .inNamespace(Runs.NAMESPACE)
                        .withLabel(Labels.RUN)
                        .list()
                        .getItems());
    }

    /** What an operator makes of the run. */
    ReadRun read() {
        return ReadRun.of(stored());
    }

    StoredRun stored() {
        return client.resources(StoredRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .require();
    }

    MLFDRun run() {
        return client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .require();
    }

    /** Somebody edits the run's spec. */
    void edit(String spec) {
        MLFDRun changed = run();
        changed.setSpec(Runs.run(name, spec).getSpec());
        client.resource(changed).update();
    }

    /** The mock server counts no generations. */
    void generation() {
        client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .edit(run -> {
                    run.getMetadata().setGeneration(run.getMetadata().getGeneration() + 1);
                    return run;
                });
    }

    void suspend(boolean value) {
        edit(Runs.SPEC + "suspend: " + value);
    }

    MLFDRunStatus status() {
        return run().getStatus();
    }

    StageStatus stage(String stage) {
        return status().stages().stream()
                .filter(s -> s.name().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    MLFDRunStatus.Condition condition(String type) {
        return status().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    List<PersistentVolumeClaim> claims() {
        return client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .list()
                .getItems();
    }
}
