package io.mlfd.operator.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.ForwardOnly;
import io.mlfd.operator.RunDriver;
import io.mlfd.operator.Runs;
import io.mlfd.operator.SilentListener;
import io.mlfd.operator.act.KubernetesReads;
import io.mlfd.operator.act.KubernetesWrites;
import io.mlfd.operator.build.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One run, whose attempts crash and are evicted by a script and that is suspended in the midst of its joint stage, driven by two
 * operators at once whose calls fail, whose caches are late, whose clocks differ, and that die and are replaced.
 */
final class Episode {
    private static final int MOST_STEPS = 4000;
    private static final double LOOK = 0.6;
    private static final int SECOND_LEADER_OF = 5;
    private static final int RARELY = 20;
    private static final int MOST_ASLEEP = 15;
    private static final Duration MOST_JUMP = Duration.ofMinutes(1);
    private static final Duration MOST_SKEW = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final RandomGenerator random;
    private final String name;
    private final Faults faults;
    private final FaultyWrites writes;
    private final ScriptedCluster cluster;
    private final List<Leader> leaders = new ArrayList<>();
    private final ForwardOnly forward;
    private final Optional<Map<BrokenWatches.Kind, Integer>> broken;
    private final int[] asleep = new int[2];
    private Instant now;
    private Suspension suspension = Suspension.TO_COME;

    private enum Suspension {
        TO_COME,
        ASKED_FOR,
        OVER
    }

    /** What a run came to. */
    record End(String phase, List<String> stages, List<String> jobs) {}

    Episode(KubernetesClient client, RandomGenerator random, String name, Faults faults, Instant now) {
        this(client, random, name, faults, Optional.empty(), now);
    }

    /** @param broken counts what happens to the watches; empty where they are only late */
    Episode(
            KubernetesClient client,
            RandomGenerator random,
            String name,
            Faults faults,
            Optional<Map<BrokenWatches.Kind, Integer>> broken,
            Instant now) {
        this.broken = broken;
        this.client = client;
        this.random = random;
        this.name = name;
        this.forward = new ForwardOnly(name);
        this.faults = faults;
        this.now = now;
        this.writes = new FaultyWrites(new KubernetesWrites(client), faults);
        this.cluster = new ScriptedCluster(client, random, name);
        for (int i = 0; i < 2; i++) {
            leaders.add(leader());
        }
    }

    private Leader leader() {
        long skew = faults.isNone() ? 0 : random.nextLong(-MOST_SKEW.toMillis(), MOST_SKEW.toMillis());
        RunDriver driver = new RunDriver(
                writes,
                new FaultyReads(new KubernetesReads(client), faults),
                Runs.DEFAULTS,
                "operator-0",
                SilentListener.INSTANCE);
        Watches watches = broken.<Watches>map(counts -> new BrokenWatches(random, counts))
                .orElseGet(() -> new LateWatches(random));
        return new Leader(client, driver, watches, name, Duration.ofMillis(skew));
    }

    End play() {
        for (int step = 0; step < MOST_STEPS; step++) {
            if (random.nextDouble() < LOOK) {
                look(random.nextInt(SECOND_LEADER_OF) == 0 ? 1 : 0);
            } else {
                cluster.move(now);
            }
            now = now.plusMillis(random.nextInt(500));
            MLFDRunStatus status = status();
            if (status != null) {
                forward.hear(status);
                suspend(status);
                if (status.completionTime() != null) {
                    return end(status);
                }
            }
            onePodAStage();
        }
        throw new AssertionError(name + " never ends: " + status() + "; Jobs made: " + writes.madeJobs());
    }

    private void look(int which) {
        try {
            if (broken.isPresent()) {
                lookDisturbed(which, broken.get());
            } else {
                leaders.get(which).look(now);
            }
        } catch (Faults.Death e) {
            leaders.set(which, leader());
        }
    }

    /** Leases get lost, and clocks are set. */
    private void lookDisturbed(int which, Map<BrokenWatches.Kind, Integer> counts) {
        Leader leader = leaders.get(which);
        if (asleep[which] > 0) {
            asleep[which]--;
            if (asleep[which] == 0) {
                leader.lookAtWhatWasSeen(now);
            }
            return;
        }
        switch (random.nextInt(RARELY)) {
            case 0 -> {
                counts.merge(BrokenWatches.Kind.LEASE_LOST, 1, Integer::sum);
                asleep[which] = 1 + random.nextInt(MOST_ASLEEP);
            }
            case 1 -> {
                counts.merge(BrokenWatches.Kind.CLOCK_SET, 1, Integer::sum);
                leader.jump(Duration.ofMillis(random.nextLong(-MOST_JUMP.toMillis(), MOST_JUMP.toMillis())));
            }
            default -> {}
        }
        leader.look(now);
    }

    private MLFDRunStatus status() {
        return client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .require()
                .getStatus();
    }

    /** Somebody suspends the run when the joint stage runs, and lets it go on when it is suspended. */
    private void suspend(MLFDRunStatus status) {
        if (suspension == Suspension.TO_COME
                && status.stages().stream()
                        .anyMatch(stage ->
                                stage.name().equals("joint") && stage.state().equals("Running"))) {
            suspension = Suspension.ASKED_FOR;
            suspend(true);
        } else if (suspension == Suspension.ASKED_FOR && "Suspended".equals(status.phase())) {
            suspension = Suspension.OVER;
            suspend(false);
        }
    }

    private void suspend(boolean value) {
        client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": " + value + "}}");
    }

    private void onePodAStage() {
        Set<String> stages = new HashSet<>();
        for (Pod pod : cluster.alive()) {
            String stage = pod.getMetadata().getAnnotations().get(Labels.STAGE);
            assertThat(stages.add(stage))
                    .as("%s: a second pod of %s is alive", name, stage)
                    .isTrue();
        }
    }

    private End end(MLFDRunStatus status) {
        assertThat(writes.madeJobs()).as("%s: no Job twice", name).doesNotHaveDuplicates();
        return new End(
                status.phase(),
                status.stages().stream()
                        .map(s -> s.name() + " " + s.state() + " " + s.attempt() + " " + s.failures() + " "
                                + s.disruptions())
                        .toList(),
                writes.madeJobs().stream()
                        .map(job -> job.substring(name.length()))
                        .sorted()
                        .toList());
    }
}
