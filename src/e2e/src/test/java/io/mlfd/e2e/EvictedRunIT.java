package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stage is taken away again and again, in all ways that a namespace's owner has: it goes on, and says who did it. Others kill the
 * operator, and one that is away while a pod goes cannot know who took it.
 */
@WholeCluster
class EvictedRunIT {
    private static final String SAMPLE = "ffl-quickstart";
    private static final Duration LIMIT = Duration.ofMinutes(6);

    /** Of the sample's pods, whose settings stand at its end. */
    private static final String SETTINGS = """

                labels: {team: vision}
                runAs: {user: 20002, group: 20002}
                volumes: [{mountPath: /mnt/authority, configMapName: kube-root-ca.crt}]\
            """;

    @TempDir
    private Path folder;

    @Test
    void whoGetsFurtherEachTimeUsesUpNothing() throws Exception {
        LocalRun local = LocalRun.of(SAMPLE);
        Path file = Files.writeString(
                folder.resolve("evicted.yaml"),
                Files.readString(Settings.sample(SAMPLE)).stripTrailing()
                        + SETTINGS
                        + "\n  retries: {failures: 0, disruptions: 2, backoff: {initial: 1s}}\n");
        Scenario.play(scenario -> {
            // Each attempt is a Job: those that have ended must make room.
            scenario.client()
                    .resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("few-jobs")
                            .withNamespace(scenario.namespace())
                            .endMetadata()
                            .withNewSpec()
                            .addToHard("count/jobs.batch", new Quantity("2"))
                            .endSpec()
                            .build())
                    .create();
            StageLog logs = new StageLog(scenario.client(), scenario.namespace());
            ClusterRun run = scenario.apply(file, SAMPLE);
            String stage = "";
            for (int times = 1; times <= 4; times++) {
                int attempt = times;
                Pod training = logs.await(run, pod -> trains(pod, attempt), StageLog.EPOCH, LIMIT);
                stage = ClusterRun.stageOf(training);
                String taken = stage;
                boolean orphan = times == 4;
                if (orphan) {
                    scenario.kubectl().run("delete", "job", run.stage(stage).job(), "--cascade=orphan", "--wait=false");
                } else {
                    assertThat(scenario.client()
                                    .pods()
                                    .inNamespace(scenario.namespace())
                                    .withName(training.getMetadata().getName())
                                    .evict())
                            .isTrue();
                }
                StageStatus next = ClusterRun.stage(
                        run.await(
                                "disruption " + times,
                                LIMIT,
                                s -> ClusterRun.stage(s, taken).disruptions() == attempt),
                        stage);
                assertThat(next.attempt()).isEqualTo(times + 1);
                assertThat(next.lastDisruption().attempt()).isEqualTo(times);
                assertThat(next.lastDisruption().reason()).isEqualTo(orphan ? "Deleted" : "EvictionByEvictionAPI");
            }
            MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
            assertThat(ClusterRun.digests(status))
                    .isEqualTo(ClusterRun.digests(local.status()))
                    .isNotEmpty();
            assertThat(run.jobs()).hasSizeLessThanOrEqualTo(2);
            assertThat(run.pods().withLabel("team", "vision").list().getItems())
                    .isNotEmpty()
                    .allSatisfy(pod -> {
                        assertThat(pod.getSpec().getSecurityContext().getRunAsUser())
                                .isEqualTo(20002);
                        assertThat(pod.getSpec().getContainers().get(0).getVolumeMounts())
                                .anyMatch(mount -> mount.getMountPath().equals("/mnt/authority"));
                    });
            assertThat(run.events()).anyMatch(event -> event.getNote().contains("is removed to make room"));
            assertThat(run.events())
                    .filteredOn(event -> event.getReason().equals("StageDisrupted"))
                    .hasSize(4)
                    .filteredOn(event -> event.getNote().contains("EvictionByEvictionAPI: Eviction API: evicting"))
                    .hasSize(3);
        });
    }

    private static boolean trains(Pod pod, int attempt) {
        return "online".equals(pod.getMetadata().getLabels().get(ClusterRun.STAGE_KIND))
                && Integer.toString(attempt)
                        .equals(pod.getMetadata().getLabels().get(ClusterRun.ATTEMPT));
    }
}
