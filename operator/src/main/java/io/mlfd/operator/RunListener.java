package io.mlfd.operator;

import io.mlfd.plan.Plan;
import io.mlfd.run.Action;
import io.mlfd.run.RunState;

/** Is told what the operator does, for metrics. */
public interface RunListener {
    /** An action was carried out, or tried. */
    void acted(Action action);

    /** A run moved and its status was written. */
    void moved(Plan plan, RunState before, RunState after);
}
