package io.mlfd.operator.soak;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.operator.DoneReport;
import io.mlfd.operator.FinishedJob;
import io.mlfd.operator.JobPods;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Plays the Job controller, the kubelet and the garbage collector on a real API server that has none, a move at a time. What
 * becomes of an attempt is decided by its stage and number alone.
 */
final class ScriptedCluster {
    private static final int STOPPED = 143;

    private final KubernetesClient client;
    private final RandomGenerator random;
    private final String run;

    ScriptedCluster(KubernetesClient client, RandomGenerator random, String run) {
        this.client = client;
        this.random = random;
        this.run = run;
    }

    /** Something happens to one Job, if there is one to which anything can. */
    void move(Instant now) {
        List<Job> unfinished = new ArrayList<>(jobs());
        unfinished.removeIf(job -> isFinished(job) && job.getMetadata().getDeletionTimestamp() == null);
        if (!unfinished.isEmpty()) {
            move(unfinished.get(random.nextInt(unfinished.size())), now);
        }
    }

    List<Job> jobs() {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, run)
                .list()
                .getItems();
    }

    /** Pods that have not ended. */
    List<Pod> alive() {
        return client.pods().inNamespace(Runs.NAMESPACE).withLabel(Labels.RUN, run).list().getItems().stream()
                .filter(pod -> !isEnded(pod))
                .toList();
    }

    private void move(Job job, Instant now) {
        Optional<Pod> pod = Optional.ofNullable(
                client.pods().inNamespace(Runs.NAMESPACE).withName(podName(job)).get());
        if (job.getMetadata().getDeletionTimestamp() != null) {
            collect(job, pod);
        } else if (pod.isEmpty()) {
            client.resource(JobPods.of(job, podName(job))).create();
        } else if (isEnded(pod.get())) {
            finish(job, pod.get(), now);
        } else if (!"Running".equals(pod.get().getStatus().getPhase())) {
            say(pod.get(), "Running", running(now), List.of());
        } else {
            end(job, pod.get(), now);
        }
    }

    /** Foreground: the Job goes when its pod has gone. */
    private void collect(Job job, Optional<Pod> pod) {
        if (pod.isPresent()) {
            client.resource(pod.get()).withGracePeriod(0).delete();
        } else {
            client.resource(job).edit(now -> {
                now.getMetadata().setFinalizers(List.of());
                return now;
            });
        }
    }

    private void end(Job job, Pod pod, Instant now) {
        switch (fate(job)) {
            case SUCCEEDS -> say(pod, "Succeeded", ended(job, 0, now), List.of());
            case RUNS_UNTIL_IT_IS_STOPPED -> {}
            case CRASHES -> say(pod, "Failed", ended(job, 1, now), List.of());
            case IS_EVICTED ->
                say(
                        pod,
                        "Failed",
                        ended(job, STOPPED, now),
                        List.of(new PodConditionBuilder()
                                .withType("DisruptionTarget")
                                .withStatus("True")
                                .withReason("EvictionByEvictionAPI")
                                .withMessage("Eviction API: evicting")
                                .withLastTransitionTime(time(now))
                                .build()));
        }
    }

    private enum Fate {
        SUCCEEDS,
        CRASHES,
        RUNS_UNTIL_IT_IS_STOPPED,
        IS_EVICTED
    }

    private static Fate fate(Job job) {
        String attempt = job.getMetadata().getAnnotations().get(Labels.STAGE) + "#"
                + job.getMetadata().getLabels().get(Labels.ATTEMPT);
        return switch (attempt) {
            case "teacher/a#1", "distill/b#1" -> Fate.CRASHES;
            // Else it would be chance whether the run's suspension meets it.
            case "joint#1" -> Fate.RUNS_UNTIL_IT_IS_STOPPED;
            case "joint#2", "distill/a#1" -> Fate.IS_EVICTED;
            default -> Fate.SUCCEEDS;
        };
    }

    private void finish(Job job, Pod pod, Instant now) {
        JobStatus status =
                FinishedJob.status(job, "Succeeded".equals(pod.getStatus().getPhase()), now);
        client.resource(job)
                .editStatus(old -> new JobBuilder(old).withStatus(status).build());
    }

    private void say(Pod pod, String phase, ContainerState state, List<PodCondition> more) {
        client.resource(pod).editStatus(old -> new PodBuilder(old)
                .withNewStatus()
                .withPhase(phase)
                .addAllToConditions(more)
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("True")
                .endCondition()
                .addNewContainerStatus()
                .withName("stage")
                .withImage(Runs.IMAGE)
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build());
    }

    private static ContainerState running(Instant now) {
        return new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(time(now))
                .endRunning()
                .build();
    }

    private static ContainerState ended(Job job, int exit, Instant now) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exit)
                .withReason(exit == 0 ? "Completed" : "Error")
                .withMessage(
                        exit == 0
                                ? DoneReport.of(
                                        job.getMetadata().getAnnotations().get(Labels.STAGE),
                                        Integer.parseInt(
                                                job.getMetadata().getLabels().get(Labels.ATTEMPT)))
                                : "")
                .withStartedAt(time(now))
                .withFinishedAt(time(now))
                .endTerminated()
                .build();
    }

    private static boolean isEnded(Pod pod) {
        return "Succeeded".equals(pod.getStatus().getPhase())
                || "Failed".equals(pod.getStatus().getPhase());
    }

    static boolean isFinished(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Complete")
                                || condition.getType().equals("Failed"));
    }

    private static String podName(Job job) {
        return job.getMetadata().getName() + "-pod";
    }

    private static String time(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
