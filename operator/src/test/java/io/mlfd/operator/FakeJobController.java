package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.operator.build.Labels;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays the Job controller, the scheduler and the kubelet on a server that has none. */
final class FakeJobController {
    private final KubernetesClient client;
    private final Clock clock;

    FakeJobController(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(Runs.NAMESPACE).list().getItems();
    }

    List<Job> unfinished() {
        return jobs().stream()
                .filter(job -> job.getStatus() == null
                        || job.getStatus().getConditions().stream()
                                .allMatch(condition -> condition.getType().equals("Suspended")))
                .toList();
    }

    void run(Job job) {
        pod(
                job,
                "Running",
                new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(now())
                        .endRunning()
                        .build());
    }

    void waiting(Job job, String reason, String message) {
        pod(
                job,
                "Pending",
                new ContainerStateBuilder().withNewWaiting(message, reason).build());
    }

    /** The scheduler looks for a node for a Job's pod, in vain. */
    void unschedulable(Job job, String message) {
        waiting(job, null, null);
        client.pods().inNamespace(Runs.NAMESPACE).withName(podName(job)).editStatus(pod -> pod.edit()
                .editStatus()
                .withContainerStatuses(List.of())
                .editFirstCondition()
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build());
    }

    /** The kubelet says something about a Job's pod, and says it nowhere else. */
    void warn(Job job, String reason, String message) {
        Pod pod =
                client.pods().inNamespace(Runs.NAMESPACE).withName(podName(job)).require();
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withGenerateName("warning-")
                        .withNamespace(Runs.NAMESPACE)
                        .endMetadata()
                        .withType("Warning")
                        .withReason(reason)
                        .withMessage(message)
                        .withLastTimestamp(now())
                        .withNewInvolvedObject()
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .endInvolvedObject()
                        .build())
                .create();
    }

    void succeed(Job job) {
        end(job, 0, "Completed", report(job, 0));
        condition(job, "Complete", "CompletionsReached");
    }

    /** As an image does that is no trainer's, and a node that runs nothing. */
    void succeedSilently(Job job) {
        end(job, 0, "Completed", "");
        condition(job, "Complete", "CompletionsReached");
    }

    void fail(Job job, int exit, String reason) {
        end(job, exit, reason, exit == 1 ? "it crashed" : exit < 128 ? report(job, exit) : "");
        condition(job, "Failed", "BackoffLimitExceeded");
    }

    /** Somebody deletes the pod, and nothing of it is left when the Job has counted it. */
    void losePod(Job job) {
        client.pods().inNamespace(Runs.NAMESPACE).withName(podName(job)).delete();
        condition(job, "Failed", "BackoffLimitExceeded");
    }

    /** Its node is wanted for something else. */
    void evict(Job job) {
        end(job, 143, "Error", "");
        client.pods().inNamespace(Runs.NAMESPACE).withName(podName(job)).editStatus(pod -> new PodBuilder(pod)
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("EvictionByEvictionAPI")
                .withMessage("Eviction API: evicting")
                .endCondition()
                .endStatus()
                .build());
        condition(job, "Failed", "BackoffLimitExceeded");
    }

    private void end(Job job, int exit, String reason, String message) {
        pod(
                job,
                exit == 0 ? "Succeeded" : "Failed",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exit)
                        .withReason(reason)
                        .withMessage(message)
                        .withStartedAt(now())
                        .withFinishedAt(now())
                        .endTerminated()
                        .build());
    }

    private static String report(Job job, int exit) {
        String stage = job.getMetadata().getAnnotations().get(Labels.STAGE);
        int attempt = Integer.parseInt(job.getMetadata().getLabels().get(Labels.ATTEMPT));
        List<Score> scores = stage.endsWith("/a") || stage.endsWith("/b")
                ? List.of(Score.ofShare(
                        stage,
                        Output.ONLY,
                        stage.substring(stage.length() - 1),
                        Metric.TOP1,
                        Selection.LAST,
                        stage.startsWith("teacher") ? 60 : 70,
                        100))
                : List.of();
        return new ContractJson()
                .write(new StageReport(
                        StageReport.VERSION,
                        stage,
                        attempt,
                        exit,
                        Optional.of("c".repeat(32)),
                        false,
                        scores,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        new StageReport.Seconds(Optional.of(1.5), 3),
                        exit == 0 ? "" : "said the stage"));
    }

    private void condition(Job job, String type, String reason) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withName(job.getMetadata().getName())
                .editStatus(old -> new JobBuilder(old)
                        .withNewStatus()
                        .addNewCondition()
                        .withType(type)
                        .withStatus("True")
                        .withReason(reason)
                        .withLastTransitionTime(now())
                        .endCondition()
                        .endStatus()
                        .build());
    }

    private void pod(Job job, String phase, ContainerState state) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(podName(job))
                .withNamespace(Runs.NAMESPACE)
                .withLabels(with(job))
                .withAnnotations(job.getSpec().getTemplate().getMetadata().getAnnotations())
                .withCreationTimestamp(now())
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .withNewStatus()
                .withPhase(phase)
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("True")
                .withLastTransitionTime(now())
                .endCondition()
                .addNewContainerStatus()
                .withName("stage")
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build();
        client.pods().inNamespace(Runs.NAMESPACE).resource(pod).createOr(r -> r.update());
        client.pods().inNamespace(Runs.NAMESPACE).resource(pod).updateStatus();
    }

    private static Map<String, String> with(Job job) {
        Map<String, String> labels = new java.util.HashMap<>(
                job.getSpec().getTemplate().getMetadata().getLabels());
        labels.put("batch.kubernetes.io/controller-uid", job.getMetadata().getUid());
        return labels;
    }

    private static String podName(Job job) {
        return job.getMetadata().getName() + "-pod";
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
