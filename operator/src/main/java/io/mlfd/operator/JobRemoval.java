package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.act.Refusal;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.plan.JobRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes away Jobs that have ended: after their time, and where a quota on Jobs leaves no room for the next one. */
record JobRemoval(ClusterWrites writes) {
    /** As quotas of objects name them; a Job is of no other resource that a quota could lack. */
    private static final String QUOTA = "count/jobs.batch";

    /** @return when to look again, empty where nothing is left to take away */
    Optional<Duration> afterTheirTime(ReadRun read, List<Job> cached, Instant now) {
        MLFDRun run = read.run();
        boolean held = !read.retentionIsKnown() || run.getMetadata().getDeletionTimestamp() != null;
        Optional<JobRetention> retention = held ? Optional.empty() : JobRetention.of(run.getSpec());
        if (retention.isEmpty()) {
            return Optional.empty();
        }
        FinishedJobs finished = FinishedJobs.of(run, cached);
        finished.due(retention.get(), now).forEach(writes::delete);
        return finished.next(retention.get(), now).map(next -> Duration.between(now, next));
    }

    /**
     * Where it is a quota on Jobs that refused one, one that has ended makes room.
     *
     * @param spare Jobs that have ended and of which none was taken away yet; the one that is taken away is taken out
     * @return the refusal and what is done about it
     */
    Refusal makeRoom(Refusal refusal, List<Job> spare) {
        if (!refusal.message().contains(QUOTA)) {
            return refusal;
        }
        if (spare.isEmpty()) {
            return refusal.with("no Job of this run that has ended is left to make room: raise the quota, or lower"
                    + " spec.retention.jobs of the other runs in this namespace");
        }
        Job oldest = spare.remove(0);
        writes.delete(oldest);
        return refusal.with("Job \"" + oldest.getMetadata().getName() + "\", which has ended, is removed to make room");
    }
}
