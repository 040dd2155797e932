package io.mlfd.plan.ffl;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.FflSpec;
import io.mlfd.plan.LossRamp;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;

/** What has to hold of an FFL run. */
final class FflRules {
    private final FflSpec ffl;
    private final NetworkGroup networks;
    private final SharedStages shared;
    private final LossRamp ramp;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    FflRules(
            FflSpec ffl,
            NetworkGroup networks,
            SharedStages shared,
            LossRamp ramp,
            MLFDRunSpec run,
            SpecProblems problems) {
        this.ffl = ffl;
        this.networks = networks;
        this.shared = shared;
        this.ramp = ramp;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (networks.areNamed()) {
            networks();
        } else {
            shared.check(run, problems);
        }
        ramp.check(run, problems);
        problems.noTeachers("FFL", run.datasets());
        problems.noAverages("FFL", run.training());
    }

    private void networks() {
        if (ffl.branches() != null || ffl.shared() != null) {
            problems.add(
                    networks.path(), "different networks share nothing and are counted; leave out branches and shared");
        }
        networks.check(run, problems);
        problems.multiples(
                networks.path(),
                "last maps cannot be fused",
                networks.lastSizes(run.input().size()));
    }
}
