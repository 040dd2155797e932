package io.mlfd.operator.upgrade;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.operator.FinishedJob;
import io.mlfd.operator.JobPods;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.Labels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Lets everything end well that is under way of one run: the Job controller, the kubelet, the queue and the garbage collector in one. */
final class EndingPods {
    private final KubernetesClient client;
    private final String run;
    private final Function<Job, String> lastWords;

    /** @param lastWords what a Job's stage says at its end */
    EndingPods(KubernetesClient client, String run, Function<Job, String> lastWords) {
        this.client = client;
        this.run = run;
        this.lastWords = lastWords;
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

    List<Pod> pods() {
        return client.pods()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, run)
                .list()
                .getItems();
    }

    void move(Instant now) {
        List<Job> jobs = jobs();
        pods().stream()
                .filter(pod -> jobs.stream().noneMatch(job -> Labels.ownedBy(job, pod)))
                .forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
        for (Job job : jobs) {
            if (job.getMetadata().getDeletionTimestamp() != null) {
                collect(job);
            } else if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
                client.resource(job).edit(held -> new JobBuilder(held)
                        .editSpec()
                        .withSuspend(false)
                        .endSpec()
                        .build());
            } else if (!isFinished(job)) {
                end(job, now);
            }
        }
    }

    private void collect(Job job) {
        pods().stream()
                .filter(pod -> Labels.ownedBy(job, pod))
                .forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
        client.resource(job).edit(old -> {
            old.getMetadata().setFinalizers(List.of());
            return old;
        });
    }

    private void end(Job job, Instant now) {
        Pod pod = pods().stream()
                .filter(other -> Labels.ownedBy(job, other))
                .findFirst()
                .orElseGet(
                        () -> client.resource(JobPods.of(job, job.getMetadata().getName() + "-pod"))
                                .create());
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        client.resource(pod).editStatus(old -> new PodBuilder(old)
                .withNewStatus()
                .withPhase("Succeeded")
                .addNewContainerStatus()
                .withName("stage")
                .withImage(Runs.IMAGE)
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withState(new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withReason("Completed")
                        .withMessage(lastWords.apply(job))
                        .withStartedAt(time)
                        .withFinishedAt(time)
                        .endTerminated()
                        .build())
                .endContainerStatus()
                .endStatus()
                .build());
        client.resource(job).editStatus(old -> new JobBuilder(old)
                .withStatus(FinishedJob.status(old, true, now))
                .build());
    }

    private static boolean isFinished(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> List.of("Complete", "Failed").contains(condition.getType()));
    }
}
