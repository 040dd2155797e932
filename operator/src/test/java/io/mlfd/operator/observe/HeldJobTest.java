package io.mlfd.operator.observe;

import static io.mlfd.operator.observe.JobsAndPods.CREATED;
import static io.mlfd.operator.observe.JobsAndPods.LATER;
import static io.mlfd.operator.observe.JobsAndPods.bound;
import static io.mlfd.operator.observe.JobsAndPods.job;
import static io.mlfd.operator.observe.JobsAndPods.unplaced;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.observe.JobObserver.Said;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is concluded from a Job that a queue, or somebody else, holds or has let go. */
class HeldJobTest {
    private final JobObserver observer = new JobObserver();

    private StageProcess seen(Job job, Optional<QueueWords> words, Pod... pods) {
        return observer.observe(job, List.of(pods), new Said("", words, false, false))
                .orElseThrow();
    }

    private ProcessPhase phase(Job job, Pod... pods) {
        return seen(job, Optional.of(QueueWords.NONE), pods).phase();
    }

    /** As its controller says; {@code asked} as its spec does. */
    private static Job suspended(boolean asked) {
        return job().editSpec()
                .withSuspend(asked)
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Suspended")
                .withStatus("True")
                .withLastTransitionTime(CREATED)
                .endCondition()
                .endStatus()
                .build();
    }

    @Test
    void whoIsHeldSaysWhatItsQueueSays() {
        Job held = job().editMetadata()
                .addToAnnotations(Labels.QUEUE, "team-a/high")
                .endMetadata()
                .editSpec()
                .withSuspend(true)
                .endSpec()
                .build();
        QueueWords words = new QueueWords("request (8) > maximum capacity (1)", true);
        StageProcess process = seen(held, Optional.of(words));
        assertThat(process.phase()).isEqualTo(new ProcessPhase.Queued(words.text(), true));
        assertThat(process.queue()).contains("team-a/high");
        assertThat(seen(held, Optional.empty()).phase())
                .as("nobody was asked yet: it may be let go at once")
                .isEqualTo(new ProcessPhase.Pending("", Optional.empty(), Optional.empty()));
        Pod stopped = bound(new ContainerStateBuilder().withNewRunning(LATER).build())
                .editMetadata()
                .withDeletionTimestamp(LATER)
                .endMetadata()
                .build();
        assertThat(seen(held, Optional.of(words), stopped).phase())
                .isEqualTo(new ProcessPhase.Terminating(
                        words.text(),
                        Optional.empty(),
                        Optional.of(Instant.parse(LATER)),
                        "kubectl delete pod p --force"));
    }

    @Test
    void aGatedPodIsQueued() {
        Pod gated = unplaced("Scheduling is blocked due to non-empty scheduling gates")
                .editSpec()
                .addNewSchedulingGate("kueue.x-k8s.io/topology")
                .endSpec()
                .build();
        assertThat(phase(job().build(), gated))
                .isEqualTo(new ProcessPhase.Queued(
                        "SchedulingGated: its pod is held by \"kueue.x-k8s.io/topology\"", false));
    }

    /** A queue that lets a Job go leaves the condition behind, with the moment at which it did. */
    @Test
    void whoWasSuspendedWaitsSinceItWasLetGo() {
        Job held = suspended(true);
        assertThat(JobObserver.silence(held, List.of())).isEmpty();

        Job released = new JobBuilder(held)
                .editSpec()
                .withSuspend(false)
                .endSpec()
                .editStatus()
                .editFirstCondition()
                .withStatus("False")
                .withLastTransitionTime(LATER)
                .endCondition()
                .endStatus()
                .build();
        assertThat(JobObserver.silence(released, List.of()))
                .contains(new JobObserver.Silence("job", Instant.parse(LATER)));
        Said quota = new Said("FailedCreate: quota", Optional.of(QueueWords.NONE), false, false);
        assertThat(observer.observe(released, List.of(), quota).orElseThrow().phase())
                .isEqualTo(new ProcessPhase.Pending(
                        "FailedCreate: quota", Optional.empty(), Optional.of(Instant.parse(LATER))));
    }

    /** Its controller counts the time from its release a moment after the queue let it go; until then it has waited for hours. */
    @Test
    void whoWasLetGoIsQueuedUntilItsControllerSaysSince() {
        Job unheard = suspended(false);

        assertThat(phase(unheard)).isEqualTo(new ProcessPhase.Queued("JobSuspended: its Job is suspended", false));
    }
}
