package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mlfd.api.MLFDRunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What queues do to a run's Jobs, and that nothing but time is lost by it. */
class QueuedRunIT {
    private static final String SAMPLE = "ffl-quickstart";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Duration PENDING = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    @PartOfTheCluster
    void aRunThatKueueHoldsAndPreemptsCompletesAsIfItHadNot() throws Exception {
        LocalRun local = LocalRun.of(SAMPLE);
        Path file = written("{pending: " + PENDING.toSeconds() + "s}", "\n  queue: {name: " + Kueue.QUEUE + "}");
        Scenario.play(scenario -> {
            assumeThat(Kueue.installed(scenario.client())).as("Kueue is there").isTrue();
            StageLog logs = new StageLog(scenario.client(), scenario.namespace());
            try (Kueue kueue = Kueue.stopped(scenario)) {
                ClusterRun run = scenario.apply(file, SAMPLE);
                run.await("queued", LIMIT, s -> "StagesQueued"
                        .equals(ClusterRun.condition(s, "Progressing").reason()));
                run.lasts("queued, and no pod is made", PENDING.plusSeconds(10), s -> "StagesQueued"
                        .equals(ClusterRun.condition(s, "Progressing").reason()));
                assertThat(run.pods().list().getItems()).isEmpty();
                assertThat(ClusterRun.condition(run.status(), "Progressing").message())
                        .contains("ClusterQueue " + scenario.namespace() + " is inactive");

                patch(scenario, "{\"spec\": {\"suspend\": true}}");
                run.await("Suspended", LIMIT, s -> "Suspended".equals(s.phase()));
                assertThat(run.jobs()).as("a held Job is no hindrance").isEmpty();
                patch(scenario, "{\"spec\": {\"suspend\": false}}");
                kueue.go();
                Pod training = logs.await(run, QueuedRunIT::trains, StageLog.EPOCH, LIMIT);
                String stage = ClusterRun.stageOf(training);
                Job job = job(run, stage);
                assertThat(job.getSpec().getTemplate().getSpec().getTolerations())
                        .as("what Kueue wrote")
                        .isNotEmpty();

                kueue.important("important");
                MLFDRunStatus preempted = run.await(
                        "preempted", LIMIT, s -> ClusterRun.stage(s, stage).disruptions() == 1);
                assertThat(ClusterRun.stage(preempted, stage).state()).isEqualTo("Queued");
                assertThat(ClusterRun.stage(preempted, stage).message())
                        .startsWith("Preempted: Preempted to accommodate a workload");
                run.lasts(stage + " is queued", PENDING.plusSeconds(10), s -> "Queued"
                        .equals(ClusterRun.stage(s, stage).state()));
                assertThat(run.events())
                        .filteredOn(event -> event.getReason().equals("StageDisrupted"))
                        .singleElement()
                        .satisfies(event -> assertThat(event.getNote())
                                .contains("sent back to its queue", "Preempted to accommodate a workload"));
                kueue.delete("important");

                MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
                assertThat(ClusterRun.digests(status))
                        .isEqualTo(ClusterRun.digests(local.status()))
                        .isNotEmpty();
                assertThat(ClusterRun.stage(status, stage).attempt())
                        .as("the second attempt was the resumed run's")
                        .isEqualTo(2);
                assertThat(ClusterRun.stage(status, stage).disruptions()).isEqualTo(1);
                assertThat(status.stages())
                        .allSatisfy(each -> assertThat(each.failures()).isZero());
                assertThat(job(run, stage).getMetadata().getUid())
                        .as("the Job that was preempted is the one that finished")
                        .isEqualTo(job.getMetadata().getUid());
            }
        });
    }

    @Test
    @WholeCluster
    void whoeverHoldsEveryJobHoldsARunWithoutAQueueUntilItNamesOne() throws Exception {
        Path file = written("{pending: " + PENDING.toSeconds() + "s}", "");
        Scenario.play(scenario -> {
            assumeThat(Kueue.installed(scenario.client())).as("Kueue is there").isTrue();
            Optional<AutoCloseable> holding = Kueue.holdingEveryJob();
            assumeThat(holding).as("-Dmlfd.e2e.kueue starts Kueue anew").isPresent();
            try (Kueue kueue = Kueue.stopped(scenario)) {
                kueue.go();
                ClusterRun run = scenario.apply(file, SAMPLE);
                run.await("queued", LIMIT, s -> "StagesQueued"
                        .equals(ClusterRun.condition(s, "Progressing").reason()));
                run.lasts("queued", PENDING.plusSeconds(10), s -> "StagesQueued"
                        .equals(ClusterRun.condition(s, "Progressing").reason()));

                patch(scenario, "{\"spec\": {\"queue\": {\"name\": \"" + Kueue.QUEUE + "\"}}}");
                MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
                assertThat(ClusterRun.digests(status))
                        .isEqualTo(ClusterRun.digests(LocalRun.of(SAMPLE).status()))
                        .isNotEmpty();
                assertThat(status.stages()).allSatisfy(stage -> assertThat(stage.disruptions() + stage.failures())
                        .isZero());
            } finally {
                holding.get().close();
            }
        });
    }

    private Path written(String timeouts, String more) throws IOException {
        return Files.writeString(
                folder.resolve("queued.yaml"),
                Files.readString(Settings.sample(SAMPLE)).stripTrailing() + "\n  timeouts: " + timeouts + more + "\n");
    }

    private static void patch(Scenario scenario, String patch) {
        scenario.kubectl().run("patch", "mlfdrun", SAMPLE, "--type", "merge", "--patch", patch);
    }

    private static boolean trains(Pod pod) {
        return "online".equals(pod.getMetadata().getLabels().get(ClusterRun.STAGE_KIND));
    }

    private static Job job(ClusterRun run, String stage) {
        return run.jobs().stream()
                .filter(each -> ClusterRun.stageOf(each).equals(stage))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @PartOfTheCluster
    void whoWaitsInAQueueLongerThanPodsMayGoesOnFromItsCheckpoint() throws Exception {
        LocalRun local = LocalRun.of(SAMPLE);
        Path file = written("{pending: " + PENDING.toSeconds() + "s}", "");
        Scenario.play(scenario -> {
            KubernetesClient client = scenario.client();
            StageLog logs = new StageLog(client, scenario.namespace());
            ClusterRun run = scenario.apply(file, SAMPLE);
            Pod training = logs.await(run, QueuedRunIT::trains, StageLog.EPOCH, LIMIT);
            String stage = ClusterRun.stageOf(training);
            Job job = job(run, stage);

            suspend(client, job, true);
            run.await(stage + " waits in a queue", LIMIT, s -> String.valueOf(
                            ClusterRun.stage(s, stage).message())
                    .startsWith("JobSuspended"));
            run.lasts(stage + " is queued", PENDING.multipliedBy(2), s -> "Queued"
                    .equals(ClusterRun.stage(s, stage).state()));
            suspend(client, job, false);

            MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
            assertThat(ClusterRun.digests(status))
                    .isEqualTo(ClusterRun.digests(local.status()))
                    .isNotEmpty();
            assertThat(ClusterRun.stage(status, stage).attempt()).isEqualTo(1);
        });
    }

    private static void suspend(KubernetesClient client, Job job, boolean suspended) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": " + suspended + "}}");
    }
}
