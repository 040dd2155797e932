package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.build.Labels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pod that was evicted, ended and was gone before anybody looked: its last words are on the watch alone. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class DepartedPodTest {
    private static final String STAGE = "teacher/a";
    private static final long LIMIT = 30;

    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(ApiServerResource.available(), "NOT RUN: DepartedPodTest: KUBE_API_TEST_DIR is not set");
        new ApiServerCluster(client).install();
    }

    @Test
    void itsLastWordsAreTheReason() throws Exception {
        client.resource(new ApiServerCluster(client).written("left", Runs.SPEC)).create();
        operator.start();
        try {
            Job job = job();
            Pod pod = client.resource(pod(job)).create();
            client.resource(new PodBuilder(pod)
                            .withNewStatus()
                            .withPhase("Running")
                            .addNewCondition()
                            .withType("DisruptionTarget")
                            .withStatus("True")
                            .withReason("EvictionByEvictionAPI")
                            .withMessage("Eviction API: evicting")
                            .endCondition()
                            .endStatus()
                            .build())
                    .updateStatus();
            client.resource(pod).withGracePeriod(0).delete();
            fail(job);
            MLFDRun told = client.resources(MLFDRun.class)
                    .inNamespace(Runs.NAMESPACE)
                    .withName("left")
                    .waitUntilCondition(run -> lost(run), LIMIT, TimeUnit.SECONDS);
            assertThat(stage(told).lastDisruption().reason()).isEqualTo("EvictionByEvictionAPI");
        } finally {
            operator.stop();
        }
    }

    private static boolean lost(MLFDRun run) {
        return run.getStatus() != null
                && !run.getStatus().stages().isEmpty()
                && stage(run).lastDisruption() != null;
    }

    private static StageStatus stage(MLFDRun run) {
        return run.getStatus().stages().stream()
                .filter(stage -> stage.name().equals(STAGE))
                .findFirst()
                .orElseThrow();
    }

    private Job job() throws Exception {
        return client
                .batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, "left")
                .informOnCondition(jobs -> jobs.stream().anyMatch(DepartedPodTest::isOfStage))
                .get(LIMIT, TimeUnit.SECONDS)
                .stream()
                .filter(DepartedPodTest::isOfStage)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOfStage(Job job) {
        return STAGE.equals(job.getMetadata().getAnnotations().get(Labels.STAGE));
    }

    /** Without what only a whole cluster could give it. */
    private static Pod pod(Job job) {
        PodTemplateSpec template = job.getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadata()
                .withName("left-pod")
                .withNamespace(Runs.NAMESPACE)
                .withLabels(template.getMetadata().getLabels())
                .addToLabels(
                        "batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
                .withAnnotations(template.getMetadata().getAnnotations())
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withSpec(template.getSpec().toBuilder()
                        .withContainers(template.getSpec().getContainers().stream()
                                .map(container -> new ContainerBuilder(container)
                                        .withVolumeMounts(List.of())
                                        .build())
                                .toList())
                        .withVolumes(List.of())
                        .build())
                .build();
    }

    private void fail(Job job) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        client.resource(job).editStatus(j -> new JobBuilder(j)
                .withNewStatus()
                .withStartTime(now)
                .withFailed(1)
                .withNewUncountedTerminatedPods()
                .endUncountedTerminatedPods()
                .addNewCondition()
                .withType("FailureTarget")
                .withStatus("True")
                .withReason("PodFailurePolicy")
                .withLastTransitionTime(now)
                .endCondition()
                .addNewCondition()
                .withType("Failed")
                .withStatus("True")
                .withReason("PodFailurePolicy")
                .withLastTransitionTime(now)
                .endCondition()
                .endStatus()
                .build());
    }
}
