package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.observe.JobFacts;
import io.mlfd.plan.JobRetention;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Jobs of a run that have ended, and of whose end the status as it was read tells: nothing is lost with them but their logs.
 *
 * @param jobs the one that ended first stands first
 */
record FinishedJobs(List<Job> jobs) {
    private static final Set<String> ENDED = Set.of("Done", "Failed");

    FinishedJobs {
        jobs = List.copyOf(jobs);
    }

    /** @param cached what the informers hold; a Job that is gone already is not deleted a second time */
    static FinishedJobs of(MLFDRun run, List<Job> cached) {
        if (run.getStatus() == null) {
            return new FinishedJobs(List.of());
        }
        Map<String, StageStatus> stages = run.getStatus().stages().stream()
                .collect(Collectors.toMap(StageStatus::name, Function.identity(), (first, second) -> first));
        return new FinishedJobs(cached.stream()
                .filter(job -> Labels.ownedBy(run, job))
                .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
                .filter(job -> new JobFacts(job).endedAt().isPresent())
                .filter(job -> new JobFacts(job)
                        .stage()
                        .map(stages::get)
                        .filter(stage -> isTold(stage, new JobFacts(job).attempt()))
                        .isPresent())
                .sorted(Comparator.comparing(FinishedJobs::end)
                        .thenComparing(job -> job.getMetadata().getName()))
                .toList());
    }

    private static boolean isTold(StageStatus stage, OptionalInt attempt) {
        return attempt.isPresent()
                && (attempt.getAsInt() < stage.attempt()
                        || (attempt.getAsInt() == stage.attempt() && ENDED.contains(stage.state())));
    }

    private static Instant end(Job job) {
        return new JobFacts(job).endedAt().orElseThrow();
    }

    /** Those that are not to be kept any longer. */
    List<Job> due(JobRetention retention, Instant now) {
        int tooMany = retention.most().isEmpty()
                ? 0
                : Math.max(0, jobs.size() - retention.most().getAsInt());
        return IntStream.range(0, jobs.size())
                .filter(at -> at < tooMany || !now.isBefore(end(jobs.get(at)).plus(retention.after())))
                .mapToObj(jobs::get)
                .toList();
    }

    /** When the next of those that are kept is due. */
    Optional<Instant> next(JobRetention retention, Instant now) {
        return jobs.stream()
                .map(job -> end(job).plus(retention.after()))
                .filter(now::isBefore)
                .findFirst();
    }
}
