package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ExitCode;
import io.mlfd.plan.Plan;
import io.mlfd.plan.PodDigest;
import io.mlfd.plan.QueueChoice;
import io.mlfd.plan.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Job of one attempt at a stage. Created once, never updated. */
public final class StageJobs {
    private final StagePods pods;

    /** @param defaults what a stage has where its run says nothing */
    public StageJobs(StageDefaults defaults) {
        this.pods = new StagePods(defaults);
    }

    /**
     * Retries are the operator's, so the Job itself makes one pod and gives up; a pod is replaced only when it has ended
     * for certain, since two writers must never share a stage's folder (KEP-3939).
     */
    public Job build(MLFDRun run, Plan plan, Stage stage, int attempt, RunVolume volume) {
        Map<String, String> labels = Labels.ofStage(run, stage, attempt, volume);
        Optional<QueueChoice> queue = QueueChoice.of(run.getSpec());
        return new JobBuilder()
                .withNewMetadata()
                .withName(Names.job(plan.run(), stage.name(), attempt))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(stage.pod().labels())
                .addToLabels(labels)
                .addToLabels(Labels.ofQueue(queue))
                .withAnnotations(stage.pod().annotations())
                .addToAnnotations(Labels.annotations(stage))
                .addToAnnotations(Labels.POD, PodDigest.of(stage.pod()))
                .addToAnnotations(
                        queue.map(choice -> Map.of(Labels.QUEUE, choice.text())).orElse(Map.of()))
                .withOwnerReferences(Labels.owner(run))
                .endMetadata()
                .withNewSpec()
                .withParallelism(1)
                .withCompletions(1)
                .withBackoffLimit(0)
                .withPodReplacementPolicy("Failed")
                .withPodFailurePolicy(failurePolicy())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(stage.pod().labels())
                .addToLabels(labels)
                .withAnnotations(stage.pod().annotations())
                .addToAnnotations(Labels.annotations(stage))
                .endMetadata()
                .withSpec(pods.build(run, plan, stage, attempt, volume))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Ends the Job on an exit code that no further attempt can change, and marks it with reason PodFailurePolicy. */
    private static PodFailurePolicy failurePolicy() {
        List<Integer> codes = Arrays.stream(ExitCode.values())
                .filter(code -> !code.retriable())
                .map(ExitCode::status)
                .sorted()
                .toList();
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(StagePods.CONTAINER)
                .withOperator("In")
                .withValues(codes)
                .endOnExitCodes()
                .endRule()
                .build();
    }
}
