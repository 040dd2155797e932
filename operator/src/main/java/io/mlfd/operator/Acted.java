package io.mlfd.operator;

import io.mlfd.operator.act.Refusal;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.Tell;
import io.mlfd.run.Hindrance;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a decision's actions.
 *
 * @param tells what people are told
 * @param refusals objects that the API server would not take
 * @param held stages that were not started because of them
 */
record Acted(List<Tell> tells, List<Refusal> refusals, List<StartStage> held) {
    /** The decided state, less what could not be done. */
    RunState after(RunState decided, RunPolicy policy, Instant now) {
        if (refusals.isEmpty()) {
            return decided;
        }
        Map<String, StageState> stages = new LinkedHashMap<>(decided.stages());
        held.forEach(start -> stages.computeIfPresent(
                start.stage().name(), (name, state) -> new StageState.Waiting(state.attempts())));
        boolean tooLong = nothingEverStarted(stages)
                && decided.clock()
                        .filter(clock -> clock.at(now).compareTo(policy.pending()) >= 0)
                        .isPresent();
        refusals.stream().filter(refusal -> refusal.lasting() || tooLong).forEach(refusal -> {
            Optional<String> given = refusal.stage()
                    .or(() -> held.stream().map(StartStage::stage).findFirst())
                    .map(Stage::name)
                    .or(() -> firstThatWaits(stages));
            given.ifPresent(stage -> stages.computeIfPresent(
                    stage, (name, state) -> new StageState.Failed(state.attempts(), now, why(refusal))));
        });
        boolean claim = refusals.stream().anyMatch(refusal -> refusal.stage().isEmpty());
        Hindrance refused = new Hindrance(
                claim ? Hindrance.Kind.VOLUME : Hindrance.Kind.REFUSAL,
                refusals.stream().map(Refusal::message).distinct().toList());
        Hindrance all = decided.hindrance().map(refused::and).orElse(refused);
        return new RunState(stages, decided.clock(), decided.completedAt(), Optional.of(all));
    }

    /** Where no stage was to be started, the claim is missing to the first that will be. */
    private static Optional<String> firstThatWaits(Map<String, StageState> stages) {
        return stages.entrySet().stream()
                .filter(stage -> stage.getValue().waits())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean nothingEverStarted(Map<String, StageState> stages) {
        return stages.values().stream()
                .allMatch(state ->
                        state instanceof StageState.Waiting && state.attempts().number() == 1);
    }

    private static String why(Refusal refusal) {
        return refusal.lasting() ? refusal.message() : refusal.message() + " (waited for spec.timeouts.pending)";
    }
}
