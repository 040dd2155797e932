package io.mlfd.plan.one;

import static java.util.Objects.requireNonNullElse;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.OneSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.LossRamp;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;
import io.mlfd.result.Comparisons;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A ONE run: one stage a data set, and its network alone. */
record OnePlan(OneSpec one) implements MethodPlan {
    private static final String PATH = "spec.method.one.";
    private static final int BRANCHES = 3;
    private static final double TEMPERATURE = 3;

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        shared().check(run, problems);
        ramp().check(run, problems);
        problems.networkTrainings().singleValue("the gate normalises one score of a branch for an image");
        problems.noTeachers("ONE", run.datasets());
        problems.noAverages("ONE", run.training());
    }

    /** The first branch, a network of the size of the one alone: which of the branches is deployed was settled before. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        return MethodPlan.overAlone(run, TrainGatedBranches.branch(1), Roles.ALONE, List.of(TrainGatedBranches.GATED));
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(training, work -> gated(work, stages.imageSize(), training));
    }

    private TrainGatedBranches gated(DatasetWork work, int imageSize, Training training) {
        return new TrainGatedBranches(
                work,
                imageSize,
                branches(),
                shared().of(work),
                requireNonNullElse(one.temperature(), TEMPERATURE),
                ramp().epochs(training),
                training);
    }

    private int branches() {
        return requireNonNullElse(one.branches(), BRANCHES);
    }

    private SharedStages shared() {
        return new SharedStages(PATH + "shared", Optional.ofNullable(one.shared()), 1);
    }

    private LossRamp ramp() {
        return new LossRamp(PATH + "ramp", Optional.ofNullable(one.ramp()));
    }
}
