package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.Rerun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.build.Names;
import io.mlfd.operator.observe.StageWatch;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.StoredRun;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.run.RunState;
import io.mlfd.status.StatusWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One look at a run: what was decided on.
 *
 * @param finished Jobs that nobody needs any more
 * @param warnings what the run goes on with and its author should know
 */
record Step(
        ReadRun read,
        Plan plan,
        RunPolicy policy,
        RunState before,
        RunObserver.Seen seen,
        FinishedJobs finished,
        List<Problem> warnings,
        Instant now) {
    MLFDRun run() {
        return read.run();
    }

    /** The same look at the run as it was written meanwhile. */
    Step with(StoredRun written) {
        return new Step(ReadRun.of(written), plan, policy, before, seen, finished, warnings, now);
    }

    /** @return empty where the status says so already */
    Optional<StatusPatch> patchTo(RunState state) {
        Optional<MLFDRunStatus> old = Optional.ofNullable(run().getStatus());
        MLFDRunStatus status = new StatusWriter(this::jobName, seen.volume().claimName(), read.unknown(), warnings)
                .write(
                        plan,
                        policy,
                        state,
                        run().getMetadata().getGeneration(),
                        old.map(MLFDRunStatus::conditions).orElse(List.of()),
                        now);
        MLFDRunStatus kept = old.filter(MLFDRunStatus::wasStarted)
                .map(written -> keeping(written, status, state))
                .orElse(status)
                .withRerun(carriedOut().orElse(null));
        return StatusPatch.between(old, watched(old, kept));
    }

    /** With what was seen of pods. */
    private MLFDRunStatus watched(Optional<MLFDRunStatus> old, MLFDRunStatus status) {
        Map<String, StageStatus> written = old.map(MLFDRunStatus::stages).orElse(List.of()).stream()
                .collect(Collectors.toMap(StageStatus::name, stage -> stage, (first, second) -> first));
        return status.withStages(status.stages().stream()
                .map(stage -> StageWatch.write(
                        stage,
                        Optional.ofNullable(written.get(stage.name())),
                        Optional.ofNullable(seen.watched().get(stage.name()))))
                .toList());
    }

    /** The token that the spec has, or the one that was carried out when it still had one. */
    private Optional<String> carriedOut() {
        return Optional.ofNullable(run().getSpec().rerun())
                .map(Rerun::token)
                .or(() -> Optional.ofNullable(run().getStatus()).map(MLFDRunStatus::rerun));
    }

    /** What is to be run again and was not yet; nothing in a run that has not begun. */
    static Optional<Rerun> rerun(MLFDRun run) {
        return Optional.ofNullable(run.getSpec().rerun()).filter(asked -> Optional.ofNullable(run.getStatus())
                .filter(MLFDRunStatus::wasStarted)
                .filter(status -> !asked.token().equals(status.rerun()))
                .isPresent());
    }

    /** A stage that did not move stays as it was written, with what only the operator that wrote it knows to read. */
    private MLFDRunStatus keeping(MLFDRunStatus written, MLFDRunStatus status, RunState state) {
        Map<String, StageStatus> unmoved = written.stages().stream()
                .filter(stage -> before.stages().containsKey(stage.name()))
                .filter(stage -> before.stage(stage.name()).equals(state.stage(stage.name())))
                .collect(Collectors.toMap(StageStatus::name, stage -> stage, (first, second) -> first));
        return status.withStages(status.stages().stream()
                .map(stage -> unmoved.getOrDefault(stage.name(), stage))
                .toList());
    }

    String jobName(Stage stage, int attempt) {
        return Names.job(plan.run(), stage.name(), attempt);
    }
}
