package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.Runs;
import io.mlfd.plan.Plan;
import java.util.Optional;

/** A stage's Job of a run named r, for tests. */
final class BuiltJob {
    private BuiltJob() {}

    static Job job(String spec, String stage, int attempt) {
        MLFDRun run = Runs.run("r", spec);
        Plan plan = Runs.plan(run);
        RunVolume volume = RunVolume.of(run, Optional.empty());
        return new StageJobs(Runs.DEFAULTS).build(run, plan, plan.stage(stage), attempt, volume);
    }

    /** Of the first stage. {@code more}: what the spec says beside what every run does */
    static Job job(String more) {
        return job(Runs.SPEC + more, "teacher/a", 1);
    }

    static PodSpec pod(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    static Container container(Job job) {
        return pod(job).getContainers().get(0);
    }
}
