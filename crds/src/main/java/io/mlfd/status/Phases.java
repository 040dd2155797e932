package io.mlfd.status;

import io.mlfd.plan.RunPolicy;
import io.mlfd.run.RunState;

/** The one word that people see. */
final class Phases {
    private Phases() {}

    static String of(RunPolicy policy, RunState state) {
        if (state.complete()) {
            return "Complete";
        }
        if (state.ended()) {
            return "Failed";
        }
        if (policy.suspend()) {
            return state.anyProcess() ? "Suspending" : "Suspended";
        }
        return state.anyProcess() || state.done() > 0 ? "Running" : "Pending";
    }
}
