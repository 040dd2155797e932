package io.mlfd.operator;

import io.micrometer.core.instrument.MeterRegistry;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action;
import io.mlfd.run.Loss;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Counts what the operator does and what becomes of stages. */
@Singleton
public final class RunMetrics implements RunListener {
    private static final String STARTED = "mlfd.stages.started";
    private static final String FINISHED = "mlfd.stages.finished";
    private static final String DISRUPTED = "mlfd.stages.disrupted";
    private static final String ACTIONS = "mlfd.actions";

    private final MeterRegistry registry;

    public RunMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void acted(Action action) {
        String name = action.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        registry.counter(ACTIONS, "action", name).increment();
    }

    @Override
    public void refused(MLFDRun run, String reason, String message) {
        // Told in conditions and in the log.
    }

    @Override
    public void moved(MLFDRun run, Plan plan, RunState before, RunState after) {
        plan.stages().forEach(stage -> moved(stage, before.stage(stage.name()), after.stage(stage.name())));
    }

    private void moved(Stage stage, StageState before, StageState after) {
        String kind = stage.kind().label();
        boolean newAttempt = !before.occupiesPlace()
                || after.attempts().number() > before.attempts().number();
        if (after.isUnderWay() && newAttempt) {
            registry.counter(STARTED, "kind", kind).increment();
        }
        String outcome = outcome(before, after);
        if (!outcome.isEmpty()) {
            registry.counter(FINISHED, "kind", kind, "outcome", outcome).increment();
        }
        if (after.attempts().disruptions() > before.attempts().disruptions()) {
            String reason = after.attempts().loss().map(Loss::reason).orElse("Unsaid");
            registry.counter(DISRUPTED, "kind", kind, "reason", reason).increment();
        }
    }

    /** How an attempt ended; empty when none did. */
    private static String outcome(StageState before, StageState after) {
        if (after instanceof StageState.Done && !(before instanceof StageState.Done)) {
            return "done";
        }
        if (after instanceof StageState.Failed && !(before instanceof StageState.Failed)) {
            return "failed";
        }
        if (after.attempts().failures() > before.attempts().failures()) {
            return "retried";
        }
        if (after.attempts().disruptions() > before.attempts().disruptions()) {
            return "disrupted";
        }
        return after.attempts().number() > before.attempts().number() ? "stopped" : "";
    }
}
