package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mlfd.api.MLFDRunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue does to a Job what is done to one here: suspends it while it trains, and lets it go again. */
class QueuedRunIT {
    private static final String SAMPLE = "ffl-quickstart";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Duration PENDING = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    @Test
    void whoWaitsInAQueueLongerThanPodsMayGoesOnFromItsCheckpoint() throws Exception {
        LocalRun local = LocalRun.of(SAMPLE);
        Path file = Files.writeString(
                folder.resolve("queued.yaml"),
                Files.readString(Settings.sample(SAMPLE)).stripTrailing() + "\n  timeouts: {pending: "
                        + PENDING.toSeconds() + "s}\n");
        Scenario.play(scenario -> {
            KubernetesClient client = scenario.client();
            StageLog logs = new StageLog(client, scenario.namespace());
            ClusterRun run = scenario.apply(file, SAMPLE);
            Pod training = logs.await(
                    run,
                    pod -> "online".equals(pod.getMetadata().getLabels().get(ClusterRun.STAGE_KIND)),
                    StageLog.EPOCH,
                    LIMIT);
            String stage = ClusterRun.stageOf(training);
            Job job = run.jobs().stream()
                    .filter(each -> ClusterRun.stageOf(each).equals(stage))
                    .findFirst()
                    .orElseThrow();

            suspend(client, job, true);
            run.await(stage + " waits in a queue", LIMIT, s -> String.valueOf(
                            ClusterRun.stage(s, stage).message())
                    .startsWith("JobSuspended"));
            run.lasts(stage + " is pending", PENDING.multipliedBy(2), s -> "Pending"
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
