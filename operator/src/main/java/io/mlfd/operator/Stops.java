package io.mlfd.operator;

import io.mlfd.operator.act.Actor;
import io.mlfd.operator.act.Refusal;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Decision;
import io.mlfd.run.StageState;
import java.util.List;
import java.util.Optional;

/** Stops stages: one that the status does not remember yet after it was written, one that it does before the next writing. */
record Stops(Actor actor) {
    /** @return whether all of the decision's new stops were carried out; what was not is told by {@link #again} */
    boolean carryOut(Step step, Decision decision) {
        List<Refusal> refusals = decision.actions().stream()
                .filter(StopStage.class::isInstance)
                .map(StopStage.class::cast)
                .distinct()
                .filter(stop -> !isRemembered(step, stop))
                .map(stop -> stop(step, stop))
                .flatMap(Optional::stream)
                .toList();
        return refusals.isEmpty();
    }

    /** @return why a stop that the status remembers could not be carried out */
    Optional<Refusal> again(Step step, StopStage stop) {
        return isRemembered(step, stop) ? stop(step, stop) : Optional.empty();
    }

    private Optional<Refusal> stop(Step step, StopStage stop) {
        return actor.stop(step.run(), stop, step.jobName(stop.stage(), stop.attempt()));
    }

    private static boolean isRemembered(Step step, StopStage stop) {
        return step.before().stage(stop.stage().name()) instanceof StageState.Stopping;
    }
}
