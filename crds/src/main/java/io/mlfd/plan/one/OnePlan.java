package io.mlfd.plan.one;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.OneSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.LossRamp;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import java.util.ArrayList;
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
        problems.batchSizes().singleValue("the gate normalises one score of a branch for an image");
        problems.noTeachers("ONE", run.datasets());
    }

    /** The first branch, a network of the size of the one alone: which of the branches is deployed was settled before. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Column> references = new ArrayList<>();
        if (run.baselines().contains(Baseline.ALONE)) {
            references.add(Column.of(Roles.ALONE, Metric.TOP1));
        }
        references.add(Column.of(TrainGatedBranches.GATED, Metric.TOP1));
        return new Comparisons(Column.of(TrainGatedBranches.branch(1), Metric.TOP1), references);
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        NetworkGroup same = new NetworkGroup(PATH + "branches", List.of(), branches());
        stages.online(same, training, work -> gated(work, stages.imageSize(), training));
    }

    private TrainGatedBranches gated(DatasetWork work, int imageSize, Training training) {
        return new TrainGatedBranches(
                work,
                imageSize,
                branches(),
                shared().of(work),
                one.temperature() == null ? TEMPERATURE : one.temperature(),
                ramp().epochs(training),
                training);
    }

    private int branches() {
        return one.branches() == null ? BRANCHES : one.branches();
    }

    private SharedStages shared() {
        return new SharedStages(PATH + "shared", Optional.ofNullable(one.shared()));
    }

    private LossRamp ramp() {
        return new LossRamp(PATH + "ramp", Optional.ofNullable(one.ramp()));
    }
}
