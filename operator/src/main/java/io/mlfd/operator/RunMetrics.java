package io.mlfd.operator;

import io.micrometer.core.instrument.MeterRegistry;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.build.StageResources;
import io.mlfd.operator.metrics.FirstValues;
import io.mlfd.operator.metrics.OperatorMetric;
import io.mlfd.operator.metrics.StageMetrics;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action;
import io.mlfd.run.Observation;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import java.util.Locale;
import java.util.Optional;

/** Counts what the operator does and what becomes of stages. */
public final class RunMetrics implements RunListener {
    private final MeterRegistry registry;
    private final StageMetrics stages;

    public RunMetrics(MeterRegistry registry, FirstValues namespaces) {
        this.registry = registry;
        this.stages = new StageMetrics(registry, namespaces);
    }

    @Override
    public void acted(Action action) {
        OperatorMetric.ACTIONS.count(registry, action.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }

    @Override
    public void refused(MLFDRun run, String reason, String message) {
        // Told in conditions and in the log.
    }

    @Override
    public void moved(Move move) {
        StageMetrics.Of counted = stages.of(move.run().getMetadata().getNamespace());
        for (Stage stage : move.plan().stages()) {
            counted.moved(
                    new StageMetrics.Moved(
                            stage.kind().label(),
                            move.before().stage(stage.name()),
                            move.after().stage(stage.name()),
                            ending(
                                    move.seen(),
                                    stage,
                                    move.before().stage(stage.name()).attempts().number()),
                            move.seen().now()),
                    new StageResources(stage.pod().resources())::asked);
        }
    }

    /** How the attempt's process ended, where that was seen in this look. */
    private static Optional<Ending> ending(Observation seen, Stage stage, int attempt) {
        return seen.processes().stream()
                .filter(process -> process.stage().equals(stage.name()) && process.attempt() >= attempt)
                .filter(process -> process.phase() instanceof ProcessPhase.Ended)
                .map(process -> ((ProcessPhase.Ended) process.phase()).ending())
                .findFirst();
    }
}
