package io.mlfd.operator.observe;

import static io.mlfd.operator.observe.JobsAndPods.CREATED;
import static io.mlfd.operator.observe.JobsAndPods.LATER;
import static io.mlfd.operator.observe.JobsAndPods.bound;
import static io.mlfd.operator.observe.JobsAndPods.ended;
import static io.mlfd.operator.observe.JobsAndPods.exit;
import static io.mlfd.operator.observe.JobsAndPods.job;
import static io.mlfd.operator.observe.JobsAndPods.pod;
import static io.mlfd.operator.observe.JobsAndPods.unplaced;
import static io.mlfd.operator.observe.JobsAndPods.waits;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageReport;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.observe.JobObserver.Said;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is concluded from a Job before it has ended. */
class JobObserverTest {
    private final JobObserver observer = new JobObserver();

    private static Said said(String warning) {
        return new Said(warning, Optional.of(QueueWords.NONE), false, false);
    }

    private ProcessPhase phase(Job job, Pod... pods) {
        return phase(job, "", pods);
    }

    private ProcessPhase phase(Job job, String warning, Pod... pods) {
        return observer.observe(job, List.of(pods), said(warning)).orElseThrow().phase();
    }

    @Test
    void saysWhichAttemptItIs() {
        StageProcess process = observer.observe(job().build(), List.of(), said("FailedCreate: quota"))
                .orElseThrow();
        assertThat(process.stage()).isEqualTo("joint");
        assertThat(process.attempt()).isEqualTo(2);
        assertThat(process.createdAt()).isEqualTo(Instant.parse(CREATED));
        assertThat(process.phase())
                .isEqualTo(new ProcessPhase.Pending("FailedCreate: quota", Optional.empty(), Optional.empty()));
    }

    @Test
    void ignoresAJobThatDoesNotSay() {
        for (String attempt : List.of("", "0", "-1", "two", "99999999999")) {
            Job job = job().editMetadata()
                    .addToLabels(Labels.ATTEMPT, attempt)
                    .endMetadata()
                    .build();
            assertThat(observer.observe(job, List.of(), Said.NOTHING))
                    .as(attempt)
                    .isEmpty();
        }
        assertThat(observer.observe(
                        job().editMetadata().withAnnotations(null).endMetadata().build(), List.of(), Said.NOTHING))
                .isEmpty();
        assertThat(observer.observe(
                        job().editMetadata()
                                .withCreationTimestamp("yesterday")
                                .endMetadata()
                                .build(),
                        List.of(),
                        Said.NOTHING))
                .isEmpty();
    }

    @Test
    void pendingSaysWhy() {
        assertThat(phase(
                        job().build(),
                        unplaced("0/1 nodes are available:\n 1 Insufficient cpu.")
                                .build()))
                .isEqualTo(new ProcessPhase.Pending(
                        "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.",
                        Optional.empty(),
                        Optional.empty()));
        assertThat(observer.observe(
                                job().build(),
                                List.of(unplaced("unbound claims").build()),
                                new Said("", Optional.of(QueueWords.NONE), false, true))
                        .orElseThrow()
                        .phase())
                .isEqualTo(new ProcessPhase.Pending("", Optional.empty(), Optional.empty()));
        assertThat(phase(job().build(), pod(waits("ContainerCreating", null)).build()))
                .isEqualTo(new ProcessPhase.Pending("", Optional.empty(), Optional.empty()));
        assertThat(phase(
                        job().build(),
                        pod(waits("CreateContainerConfigError", "secret \"x\" not found"))
                                .build()))
                .isEqualTo(new ProcessPhase.Pending(
                        "CreateContainerConfigError: secret \"x\" not found", Optional.empty(), Optional.empty()));
        ProcessPhase first =
                phase(job().build(), pod(waits("ErrImagePull", "a")).build());
        assertThat(phase(job().build(), pod(waits("ImagePullBackOff", "b")).build()))
                .isEqualTo(first);
        assertThat(((ProcessPhase.Pending) first).message()).contains("localhost/x:1");
        assertThat(phase(job().editSpec().withSuspend(true).endSpec().build()))
                .isEqualTo(new ProcessPhase.Queued("JobSuspended: its Job is suspended", false));
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
                .isEqualTo(new ProcessPhase.Pending(
                        "FailedMount: no such folder", Optional.of(Instant.parse(LATER)), Optional.empty()));
    }

    @Test
    void whoSaysWhyOrRunsOrIsOverIsNotSilent() {
        Job job = job().build();
        Pod noNode = unplaced("0/1 nodes").build();
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

    private static String report(long step) {
        return new ContractJson()
                .write(StageReport.failed(
                        "joint",
                        2,
                        10,
                        Optional.empty(),
                        Optional.of(new StageReport.Checkpoint(step, "d")),
                        1,
                        "stopped"));
    }

    /** A proxy beside the stage that was not told that the stage has ended. */
    @Test
    void aStageThatEndedIsOverWhateverRunsBesideIt() {
        Pod kept = pod(new ContainerStateBuilder(exit(1, "Error", "it crashed"))
                        .editTerminated()
                        .withFinishedAt(LATER)
                        .endTerminated()
                        .build())
                .editStatus()
                .addNewContainerStatus()
                .withName("proxy")
                .withNewState()
                .withNewRunning(CREATED)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        assertThat(JobObserver.keptSince(job().build(), List.of(kept))).contains(Instant.parse(LATER));
        Said lingers = new Said("", Optional.of(QueueWords.NONE), true, false);
        assertThat(observer.observe(job().build(), List.of(kept), lingers)
                        .orElseThrow()
                        .phase())
                .isInstanceOfSatisfying(ProcessPhase.Ended.class, ended -> {
                    assertThat(ended.lingers()).isTrue();
                    assertThat(ended.at()).isEqualTo(Instant.parse(LATER));
                    assertThat(ended.ending().exit()).hasValue(1);
                });
        assertThat(JobObserver.keptSince(
                        job().build(), List.of(pod(exit(0, "Completed", "")).build())))
                .as("its Job will count it")
                .isEmpty();
    }

    @Test
    void aPodThatItsJobLeftBehindHasToBeTakenDown() {
        Pod left = bound(waits("ErrImagePull", "a")).build();
        assertThat(JobObserver.leftAlone(left)).isInstanceOf(ProcessPhase.Orphaned.class);
        Pod told = bound(waits("ErrImagePull", "a"))
                .editMetadata()
                .withDeletionTimestamp(LATER)
                .endMetadata()
                .build();
        assertThat(JobObserver.leftAlone(told)).isInstanceOf(ProcessPhase.Terminating.class);
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
        assertThat(phase(job().build(), deleted))
                .isEqualTo(new ProcessPhase.Terminating(
                        "Deleted: its pod was deleted",
                        Optional.empty(),
                        Optional.of(Instant.parse(LATER)),
                        "kubectl delete pod p --force"));
        Job job =
                job().editMetadata().withDeletionTimestamp(LATER).endMetadata().build();
        assertThat(phase(job, pod(running).build()))
                .as("its pod was not told to end yet")
                .isEqualTo(new ProcessPhase.Terminating(
                        "", Optional.empty(), Optional.empty(), "kubectl delete pod p --force"));

        Job mine = job().build();
        Pod spoke = pod(exit(10, "Error", report(7)))
                .editMetadata()
                .withDeletionTimestamp(LATER)
                .endMetadata()
                .editSpec()
                .withNodeName("node1")
                .endSpec()
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("EvictionByEvictionAPI")
                .withMessage("Eviction API: evicting")
                .endCondition()
                .endStatus()
                .build();
        assertThat(phase(mine, spoke))
                .as("who did it, and how far the stage had come, is gone together with the pod")
                .isEqualTo(new ProcessPhase.Terminating(
                        "EvictionByEvictionAPI: Eviction API: evicting",
                        Optional.of(new StageReport.Checkpoint(7, "d")),
                        Optional.of(Instant.parse(LATER)),
                        "kubectl delete pod p --force (only when node \"node1\" is certainly off)"));
    }
}
