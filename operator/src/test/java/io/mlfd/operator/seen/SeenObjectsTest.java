package io.mlfd.operator.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of its updates a run is looked at for. */
class SeenObjectsTest {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private static final Job JOB = new JobBuilder()
            .withNewMetadata()
            .withName("r-joint-1")
            .withUid("u")
            .withResourceVersion("1")
            .addToLabels("mlfd.io/run", "r")
            .endMetadata()
            .withNewSpec()
            .withSuspend(false)
            .endSpec()
            .build();

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withName("r-joint-1-x")
            .withUid("u")
            .withResourceVersion("1")
            .addToFinalizers("batch.kubernetes.io/job-tracking")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withPhase("Pending")
            .endStatus()
            .build();

    @Test
    void whatItsControllerCountsIsNothingNewAboutAJob() {
        Job counted = new JobBuilder(JOB)
                .editMetadata()
                .withResourceVersion("2")
                .withGeneration(2L)
                .addToFinalizers("foregroundDeletion")
                .endMetadata()
                .withNewStatus()
                .withStartTime("2026-01-01T00:00:00Z")
                .withActive(1)
                .withReady(1)
                .withNewUncountedTerminatedPods()
                .addToSucceeded("p")
                .endUncountedTerminatedPods()
                .endStatus()
                .build();
        assertThat(seen(counted).saysTheSame(seen(JOB))).isTrue();
    }

    static Stream<UnaryOperator<JobBuilder>> newsOfAJob() {
        return Stream.of(
                job -> job.editMetadata().withUid("v").endMetadata(),
                job -> job.editMetadata().addToLabels("more", "1").endMetadata(),
                job -> job.editMetadata().addToAnnotations("more", "1").endMetadata(),
                job -> job.editMetadata()
                        .addNewOwnerReference()
                        .withUid("o")
                        .endOwnerReference()
                        .endMetadata(),
                job -> job.editMetadata()
                        .withDeletionTimestamp("2026-01-01T00:00:00Z")
                        .endMetadata(),
                job -> job.editSpec().withSuspend(true).endSpec(),
                job -> job.withNewStatus()
                        .addNewCondition()
                        .withType("Complete")
                        .withStatus("True")
                        .endCondition()
                        .endStatus());
    }

    @ParameterizedTest
    @MethodSource("newsOfAJob")
    void newsOfAJobAreLookedAt(UnaryOperator<JobBuilder> change) {
        assertThat(seen(change.apply(new JobBuilder(JOB)).build()).saysTheSame(seen(JOB)))
                .isFalse();
    }

    @Test
    void thatAPodWasCountedIsNothingNewAboutIt() {
        Pod counted = new PodBuilder(POD)
                .editMetadata()
                .withResourceVersion("2")
                .withFinalizers()
                .endMetadata()
                .build();
        assertThat(seen(counted).saysTheSame(seen(POD))).isTrue();
    }

    static Stream<UnaryOperator<PodBuilder>> newsOfAPod() {
        return Stream.of(
                pod -> pod.editMetadata()
                        .withDeletionTimestamp("2026-01-01T00:00:00Z")
                        .endMetadata(),
                pod -> pod.editMetadata().withDeletionGracePeriodSeconds(5L).endMetadata(),
                pod -> pod.editMetadata().addToLabels("more", "1").endMetadata(),
                pod -> pod.editSpec().withNodeName("node1").endSpec(),
                pod -> pod.editSpec().addNewSchedulingGate("queue").endSpec(),
                pod -> pod.editStatus().withPhase("Running").endStatus(),
                pod -> pod.editStatus()
                        .addNewCondition()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .endCondition()
                        .endStatus(),
                pod -> pod.editStatus()
                        .addNewContainerStatus()
                        .withName("stage")
                        .withNewState()
                        .withNewRunning("2026-01-01T00:00:00Z")
                        .endState()
                        .endContainerStatus()
                        .endStatus());
    }

    @ParameterizedTest
    @MethodSource("newsOfAPod")
    void newsOfAPodAreLookedAt(UnaryOperator<PodBuilder> change) {
        assertThat(seen(change.apply(new PodBuilder(POD)).build()).saysTheSame(seen(POD)))
                .isFalse();
    }

    private static SeenJob seen(Job job) {
        return JSON.unmarshal(JSON.asJson(job), SeenJob.class);
    }

    private static SeenPod seen(Pod pod) {
        return JSON.unmarshal(JSON.asJson(pod), SeenPod.class);
    }
}
