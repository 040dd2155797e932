package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Plan;
import io.mlfd.run.Action;
import io.mlfd.run.RunState;
import java.util.List;

/** Several listeners as one, each told in turn. */
record RunListeners(List<RunListener> all) implements RunListener {
    RunListeners {
        all = List.copyOf(all);
    }

    @Override
    public void acted(Action action) {
        all.forEach(listener -> listener.acted(action));
    }

    @Override
    public void moved(MLFDRun run, Plan plan, RunState before, RunState after) {
        all.forEach(listener -> listener.moved(run, plan, before, after));
    }

    @Override
    public void refused(MLFDRun run, String reason, String message) {
        all.forEach(listener -> listener.refused(run, reason, message));
    }
}
