package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Plan;
import io.mlfd.run.Observation;
import io.mlfd.run.RunState;

/**
 * A look at a run, after its status was written where it moved.
 *
 * @param seen what the run was moved by
 */
public record Move(MLFDRun run, Plan plan, RunState before, RunState after, Observation seen) {}
