package io.mlfd.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.CachedObjects;
import io.mlfd.operator.ForwardOnly;
import io.mlfd.operator.InterceptedWrites;
import io.mlfd.operator.RunDriver;
import io.mlfd.operator.Runs;
import io.mlfd.operator.act.KubernetesReads;
import io.mlfd.operator.act.KubernetesWrites;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.StoredRun;
import io.mlfd.operator.upgrade.LastWords.Trainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A run that this release's operator takes over and carries to its end, while definitions and trainers change. */
final class Flight {
    private static final int MOST_LOOKS = 12;
    private static final List<Trainer> TRAINERS = List.of(Trainer.values());
    private static final Set<String> NEEDS_NO_JOB = Set.of("Pending", "Running", "Queued", "Done", "Failed");

    private final KubernetesClient client;
    private final String name;
    private final LastWords words;
    private final EndingPods pods;
    private final RunDriver driver;
    private final List<String> writes = new ArrayList<>();
    private final ForwardOnly forward;
    private final Map<String, StageStatus> taken = new HashMap<>();
    private final Map<String, Trainer> ended = new HashMap<>();
    private final String takenPhase;

    /**
     * Takes it over as it is.
     *
     * @param told what the operator says about its writes
     */
    Flight(KubernetesClient client, String name, LastWords words, Notices told) {
        this.client = client;
        this.name = name;
        this.forward = new ForwardOnly(name);
        this.words = words;
        this.pods = new EndingPods(client, name, this::lastWords);
        this.driver = new RunDriver(
                new Recorded(), new ReadsWithProgress(new KubernetesReads(client)), Runs.DEFAULTS, "operator-0", told);
        MLFDRunStatus status = status();
        status.stages().forEach(stage -> taken.put(stage.name(), stage));
        this.takenPhase = status.phase();
    }

    private final class Recorded extends InterceptedWrites {
        Recorded() {
            super(new KubernetesWrites(client));
        }

        @Override
        protected <T> T write(String what, Supplier<T> call) {
            writes.add(what);
            return call.get();
        }
    }

    private String lastWords(Job job) {
        String stage = job.getMetadata().getAnnotations().get(Labels.STAGE);
        Trainer trainer = TRAINERS.get(Math.floorMod((name + stage).hashCode(), TRAINERS.size()));
        ended.put(stage, trainer);
        return words.of(trainer, job);
    }

    boolean isOver() {
        String phase = status().phase();
        return "Complete".equals(phase) || "Failed".equals(phase);
    }

    /** Until nothing is to be done, and then lets end what is under way. */
    void wave(Instant now) {
        settle(now);
        if ("Suspended".equals(status().phase())) {
            client.resources(StoredRun.class)
                    .inNamespace(Runs.NAMESPACE)
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": false}}");
            settle(now);
        }
        pods.move(now);
    }

    void settle(Instant now) {
        int before;
        int looks = 0;
        do {
            assertThat(looks++).as("%s never comes to rest: %s", name, writes).isLessThan(MOST_LOOKS);
            before = writes.size();
            ReadRun read = ReadRun.of(stored());
            forward.hear(status(read));
            driver.drive(read, caches(), now);
        } while (writes.size() != before);
    }

    private CachedObjects caches() {
        return new CachedObjects(
                pods.jobs(),
                pods.pods(),
                client.persistentVolumeClaims()
                        .inNamespace(Runs.NAMESPACE)
                        .withLabel(Labels.RUN, name)
                        .list()
                        .getItems());
    }

    private StoredRun stored() {
        return client.resources(StoredRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .require();
    }

    MLFDRunStatus status() {
        return status(ReadRun.of(stored()));
    }

    private static MLFDRunStatus status(ReadRun read) {
        return Optional.ofNullable(read.run().getStatus()).orElseGet(() -> MLFDRunStatus.of(0L, "", List.of()));
    }

    /** Nothing was lost, and nothing was started that was under way or done. */
    void endedWell() {
        MLFDRunStatus status = status();
        boolean wasOver = "Complete".equals(takenPhase) || "Failed".equals(takenPhase);
        assertThat(status.phase()).as("%s: %s", name, status).isEqualTo(wasOver ? takenPhase : "Complete");
        if (wasOver) {
            assertThat(writes).as(name).isEmpty();
            return;
        }
        Set<String> expected = new HashSet<>();
        for (StageStatus stage : status.stages()) {
            StageStatus before = taken.get(stage.name());
            String what = name + " " + stage.name();
            if (before == null || !NEEDS_NO_JOB.contains(before.state())) {
                expected.add("create job " + stage.job());
            } else {
                assertThat(stage.attempt()).as(what).isEqualTo(before.attempt());
            }
            assertThat(stage.failures()).as(what).isEqualTo(before == null ? 0 : before.failures());
            assertThat(stage.disruptions()).as(what).isEqualTo(before == null ? 0 : before.disruptions());
            if (ended.containsKey(stage.name())) {
                String notice = words.notice(ended.get(stage.name()), stage.name());
                assertThat(stage.message() == null ? "" : stage.message())
                        .as(what)
                        .isEqualTo(notice);
            }
        }
        List<String> created =
                writes.stream().filter(write -> write.startsWith("create job ")).toList();
        assertThat(created).as(name).doesNotHaveDuplicates();
        assertThat(Set.copyOf(created)).as(name).isEqualTo(expected);
        assertThat(pods.jobs().stream()
                        .map(job -> job.getMetadata().getAnnotations().get(Labels.STAGE))
                        .collect(Collectors.toSet()))
                .as(name)
                .isSubsetOf(forward.stages());
    }
}
