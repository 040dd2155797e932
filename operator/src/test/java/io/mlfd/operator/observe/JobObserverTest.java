package io.mlfd.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageReport;
import io.mlfd.operator.build.Labels;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobObserverTest {
    private static final String CREATED = "2026-01-01T00:00:00Z";
    private static final String LATER = "2026-01-01T00:01:00Z";

    private final JobObserver observer = new JobObserver();

    private static JobBuilder job() {
        return new JobBuilder()
                .withNewMetadata()
                .withName("r-joint-1")
                .withUid("job")
                .withCreationTimestamp(CREATED)
                .addToLabels(Labels.ATTEMPT, "2")
                .addToAnnotations(Labels.STAGE, "joint")
                .endMetadata()
                .withNewSpec()
                .endSpec();
    }

    private static Job ended(String type, String reason) {
        return job().withNewStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withLastTransitionTime(LATER)
                .endCondition()
                .endStatus()
                .build();
    }

    private static PodBuilder pod(ContainerState state) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .withCreationTimestamp(CREATED)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("stage")
                .withImage("localhost/x:1")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withName("stage")
                .withState(state)
                .endContainerStatus()
                .endStatus();
    }

    private static ContainerState exit(int code, String reason, String message) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(reason)
                .withMessage(message)
                .withStartedAt(CREATED)
                .endTerminated()
                .build();
    }

    private static ContainerState waits(String reason, String message) {
        return new ContainerStateBuilder().withNewWaiting(message, reason).build();
    }

    private ProcessPhase phase(Job job, Pod... pods) {
        return phase(job, "", pods);
    }

    private ProcessPhase phase(Job job, String warning, Pod... pods) {
        return observer.observe(job, List.of(pods), warning).orElseThrow().phase();
    }

    private Ending ending(Job job, Pod... pods) {
        return ((ProcessPhase.Ended) phase(job, pods)).ending();
    }

    private static String report(String stage, int attempt, int exit, int correct) {
        return new ContractJson()
                .write(new StageReport(
                        1,
                        stage,
                        attempt,
                        exit,
                        Optional.of("k"),
                        false,
                        List.of(new StageReport.Score(
                                stage, "a", StageReport.Scoring.OWN, StageReport.Selection.LAST, correct, 10)),
                        List.of(),
                        Optional.empty(),
                        new StageReport.Seconds(Optional.empty(), 1),
                        "said"));
    }

    @Test
    void saysWhichAttemptItIs() {
        StageProcess process = observer.observe(job().build(), List.of(), "FailedCreate: quota")
                .orElseThrow();
        assertThat(process.stage()).isEqualTo("joint");
        assertThat(process.attempt()).isEqualTo(2);
        assertThat(process.createdAt()).isEqualTo(Instant.parse(CREATED));
        assertThat(process.phase()).isEqualTo(new ProcessPhase.Pending("FailedCreate: quota", false));
    }

    @Test
    void ignoresAJobThatDoesNotSay() {
        for (String attempt : List.of("", "0", "-1", "two", "99999999999")) {
            Job job = job().editMetadata()
                    .addToLabels(Labels.ATTEMPT, attempt)
                    .endMetadata()
                    .build();
            assertThat(observer.observe(job, List.of(), "")).as(attempt).isEmpty();
        }
        assertThat(observer.observe(
                        job().editMetadata().withAnnotations(null).endMetadata().build(), List.of(), ""))
                .isEmpty();
        assertThat(observer.observe(
                        job().editMetadata()
                                .withCreationTimestamp("yesterday")
                                .endMetadata()
                                .build(),
                        List.of(),
                        ""))
                .isEmpty();
    }

    @Test
    void pendingSaysWhy() {
        Pod unschedulable = pod(null)
                .editStatus()
                .withContainerStatuses(List.of())
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/1 nodes are available:\n 1 Insufficient cpu.")
                .endCondition()
                .endStatus()
                .build();
        assertThat(phase(job().build(), unschedulable))
                .isEqualTo(
                        new ProcessPhase.Pending("Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.", false));
        assertThat(phase(job().build(), pod(waits("ContainerCreating", null)).build()))
                .isEqualTo(new ProcessPhase.Pending("", false));
        assertThat(phase(
                        job().build(),
                        pod(waits("CreateContainerConfigError", "secret \"x\" not found"))
                                .build()))
                .isEqualTo(new ProcessPhase.Pending("CreateContainerConfigError: secret \"x\" not found", false));
        ProcessPhase first =
                phase(job().build(), pod(waits("ErrImagePull", "a")).build());
        assertThat(phase(job().build(), pod(waits("ImagePullBackOff", "b")).build()))
                .isEqualTo(first);
        assertThat(((ProcessPhase.Pending) first).message()).contains("localhost/x:1");
        assertThat(phase(job().editSpec().withSuspend(true).endSpec().build()))
                .isEqualTo(new ProcessPhase.Pending("JobSuspended: its Job is suspended", false));
    }

    private static PodBuilder bound(ContainerState state) {
        return pod(state)
                .editMetadata()
                .withUid("pod")
                .endMetadata()
                .editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("True")
                .withLastTransitionTime(LATER)
                .endCondition()
                .endStatus();
    }

    @Test
    void silentIsAJobWithoutAPodAndAPodWithoutAContainer() {
        assertThat(JobObserver.silence(job().build(), List.of()))
                .contains(new JobObserver.Silence("job", Instant.parse(CREATED)));
        assertThat(JobObserver.silence(
                        job().build(),
                        List.of(bound(waits("ContainerCreating", null)).build())))
                .contains(new JobObserver.Silence("pod", Instant.parse(LATER)));
        assertThat(phase(
                        job().build(),
                        "FailedMount: no such folder",
                        bound(waits("ContainerCreating", null)).build()))
                .isEqualTo(new ProcessPhase.Pending("FailedMount: no such folder", true));
    }

    @Test
    void whoSaysWhyOrRunsOrIsOverIsNotSilent() {
        Job job = job().build();
        Pod noNode = pod(null)
                .editStatus()
                .withContainerStatuses(List.of())
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .endCondition()
                .endStatus()
                .build();
        Pod noImage = bound(waits("ErrImagePull", "a")).build();
        Pod runs =
                bound(new ContainerStateBuilder().withNewRunning(LATER).build()).build();
        Pod ended = bound(exit(1, "Error", "")).build();
        Pod deleted = bound(waits("ContainerCreating", null))
                .editMetadata()
                .withDeletionTimestamp(LATER)
                .endMetadata()
                .build();
        Pod unseen = pod(waits("ContainerCreating", null)).build();
        for (Pod pod : List.of(noNode, noImage, runs, ended, deleted, unseen)) {
            assertThat(JobObserver.silence(job, List.of(pod)))
                    .as(pod.getStatus().toString())
                    .isEmpty();
        }
        assertThat(JobObserver.silence(ended("Failed", "x"), List.of())).isEmpty();
        assertThat(JobObserver.silence(
                        job().editMetadata()
                                .withDeletionTimestamp(LATER)
                                .endMetadata()
                                .build(),
                        List.of()))
                .isEmpty();
    }

    @Test
    void runsSinceItsContainerStarted() {
        ContainerState running =
                new ContainerStateBuilder().withNewRunning(LATER).build();
        assertThat(phase(job().build(), pod(running).build()))
                .isEqualTo(new ProcessPhase.Running(Instant.parse(LATER)));
        assertThat(phase(job().build(), pod(exit(0, "Completed", "")).build()))
                .as("until its Job has counted it")
                .isEqualTo(new ProcessPhase.Running(Instant.parse(CREATED)));
    }

    @Test
    void whatIsBeingDeletedIsStillThere() {
        ContainerState running =
                new ContainerStateBuilder().withNewRunning(LATER).build();
        Pod deleted = pod(running)
                .editMetadata()
                .withDeletionTimestamp(LATER)
                .endMetadata()
                .build();
        assertThat(phase(job().build(), deleted)).isEqualTo(new ProcessPhase.Terminating());
        Job job =
                job().editMetadata().withDeletionTimestamp(LATER).endMetadata().build();
        assertThat(phase(job, pod(running).build())).isEqualTo(new ProcessPhase.Terminating());
    }

    @Test
    void aCompleteJobIsDoneWithOrWithoutItsLastWords() {
        Job complete = ended("Complete", "CompletionsReached");
        Ending heard = ending(
                complete, pod(exit(0, "Completed", report("joint", 2, 0, 9))).build());
        assertThat(heard.exit()).hasValue(0);
        assertThat(heard.report()).isPresent();
        assertThat(ending(complete).exit()).hasValue(0);
        for (String words : List.of(
                "{",
                "null",
                "done",
                report("joint", 1, 0, 9),
                report("report", 2, 0, 9),
                report("joint", 2, 1, 9),
                report("joint", 2, 0, 11),
                report("joint", 2, 0, 9).replace("\"version\":1", "\"version\":2"),
                report("joint", 2, 0, 9).replace("\"dataset\":\"a\"", "\"dataset\":null"),
                report("joint", 2, 0, 9).replace("\"dataset\":\"a\"", "\"dataset\":\"" + "a".repeat(64) + "\""),
                report("joint", 2, 0, 9).replace("\"scores\":[", "\"scores\":[null,"),
                report("joint", 2, 0, 9).replace("\"scores\":", "\"extra\":1,\"scores\":"),
                " ".repeat(5000) + report("joint", 2, 0, 9))) {
            assertThat(ending(complete, pod(exit(0, "Completed", words)).build())
                            .report())
                    .as(words)
                    .isEmpty();
        }
    }

    @Test
    void aFailureHasItsExitCodeAndWords() {
        Job failed = ended("Failed", "PodFailurePolicy");
        Ending ending =
                ending(failed, pod(exit(21, "Error", report("joint", 2, 21, 9))).build());
        assertThat(ending.exit()).hasValue(21);
        assertThat(ending.cause()).isEqualTo(EndCause.ITSELF);
        assertThat(ending.message()).isEqualTo("said");
        assertThat(ending(
                                failed,
                                pod(exit(1, "Error", "a\u0000b\nc" + "x".repeat(3000)))
                                        .build())
                        .message())
                .startsWith("exit code 1: a b cxxx")
                .hasSize(500)
                .doesNotContain("\n");
        assertThat(ending(failed, pod(exit(128, "StartError", "no such file")).build())
                        .message())
                .isEqualTo("exit code 128 (StartError): no such file");
    }

    @Test
    void memoryIsTheStagesOwnFault() {
        Job failed = ended("Failed", "BackoffLimitExceeded");
        assertThat(ending(failed, pod(exit(137, "OOMKilled", "")).build()).cause())
                .isEqualTo(EndCause.OUT_OF_MEMORY);
        assertThat(ending(failed, pod(exit(24, "Error", "")).build()).cause()).isEqualTo(EndCause.OUT_OF_MEMORY);
    }

    @Test
    void whatSomebodyElseTookAwayIsADisruption() {
        Job failed = ended("Failed", "BackoffLimitExceeded");
        assertThat(ending(failed).cause()).isEqualTo(EndCause.DISRUPTION);
        assertThat(ending(failed).exit()).isEmpty();
        Pod preempted = pod(exit(143, "Error", ""))
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("PreemptionByScheduler")
                .withMessage("preempting")
                .endCondition()
                .endStatus()
                .build();
        assertThat(ending(failed, preempted).cause()).isEqualTo(EndCause.DISRUPTION);
        assertThat(ending(failed, preempted).message()).isEqualTo("PreemptionByScheduler: preempting");
        Pod deleted = pod(exit(10, "Error", ""))
                .editMetadata()
                .withDeletionTimestamp(LATER)
                .endMetadata()
                .build();
        assertThat(ending(failed, deleted).cause()).isEqualTo(EndCause.DISRUPTION);
        assertThat(ending(failed, deleted).exit()).hasValue(10);
        Pod evicted = pod(null)
                .editStatus()
                .withContainerStatuses(List.of())
                .withReason("Evicted")
                .endStatus()
                .build();
        assertThat(ending(failed, evicted).message()).isEqualTo("its pod was evicted");
    }

    @Test
    void theNewestPodCounts() {
        Pod old = pod(exit(1, "Error", "old")).build();
        Pod young = pod(exit(1, "Error", "young"))
                .editMetadata()
                .withCreationTimestamp(LATER)
                .endMetadata()
                .build();
        assertThat(ending(ended("Failed", "x"), young, old).message()).contains("young");
    }
}
