package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How the Job controller writes that a Job is over: what of it is missing or in another order, a real API server refuses. */
public final class FinishedJob {
    private FinishedJob() {}

    /** @param well whether its pod ended with 0 */
    public static JobStatus status(Job job, boolean well, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String reason = well ? "CompletionsReached" : "BackoffLimitExceeded";
        String start = job.getMetadata().getCreationTimestamp();
        return new JobStatusBuilder()
                .withStartTime(start)
                .withCompletionTime(well ? start : null)
                .withSucceeded(well ? 1 : 0)
                .withFailed(well ? 0 : 1)
                .withNewUncountedTerminatedPods()
                .endUncountedTerminatedPods()
                .addNewCondition()
                .withType(well ? "SuccessCriteriaMet" : "FailureTarget")
                .withStatus("True")
                .withReason(reason)
                .withLastTransitionTime(time)
                .endCondition()
                .addNewCondition()
                .withType(well ? "Complete" : "Failed")
                .withStatus("True")
                .withReason(reason)
                .withLastTransitionTime(time)
                .endCondition()
                .build();
    }
}
