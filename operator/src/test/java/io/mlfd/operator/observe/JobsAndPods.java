package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.mlfd.operator.build.Labels;
import java.util.List;

/** Jobs and pods as a cluster shows them: attempt 2 at the joint stage. */
final class JobsAndPods {
    static final String CREATED = "2026-01-01T00:00:00Z";
    static final String LATER = "2026-01-01T00:01:00Z";

    private JobsAndPods() {}

    static JobBuilder job() {
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

    static Job ended(String type, String reason) {
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

    static PodBuilder pod(ContainerState state) {
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

    static ContainerState exit(int code, String reason, String message) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(reason)
                .withMessage(message)
                .withStartedAt(CREATED)
                .endTerminated()
                .build();
    }

    static ContainerState waits(String reason, String message) {
        return new ContainerStateBuilder().withNewWaiting(message, reason).build();
    }

    /** A pod that has a node. */
    static PodBuilder bound(ContainerState state) {
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

    /** A pod that no node has room for. */
    static PodBuilder unplaced(String message) {
        return pod(null)
                .editStatus()
                .withContainerStatuses(List.of())
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .endStatus();
    }
}
