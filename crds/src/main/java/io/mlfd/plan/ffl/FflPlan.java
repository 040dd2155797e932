package io.mlfd.plan.ffl;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.FflSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.ffl.TrainFusion;
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

/** An FFL run: one stage a data set, and its networks alone. */
record FflPlan(FflSpec ffl) implements MethodPlan {
    private static final int BRANCHES = 2;
    private static final double TEMPERATURE = 3;
    private static final double FUSION_WEIGHT_DECAY = 1e-5;

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        new FflRules(ffl, networks(), shared(), ramp(), run, problems).check();
    }

    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Column> references = new ArrayList<>();
        if (run.baselines().contains(Baseline.ALONE)) {
            references.add(Column.of(Roles.ALONE, Metric.TOP1));
        }
        references.add(Column.of(TrainFusion.ENSEMBLE, Metric.TOP1));
        references.add(Column.of(TrainFusion.BRANCHES, Metric.TOP1));
        return new Comparisons(Column.of(TrainFusion.FUSED, Metric.TOP1), references);
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(networks(), training, work -> fusion(work, stages.imageSize(), training));
    }

    private TrainFusion fusion(DatasetWork work, int imageSize, Training training) {
        return new TrainFusion(
                work,
                imageSize,
                networks().of(work),
                networks().areNamed() ? 0 : shared().of(work),
                ffl.temperature() == null ? TEMPERATURE : ffl.temperature(),
                ramp().epochs(training),
                ffl.fusionWeightDecay() == null ? FUSION_WEIGHT_DECAY : ffl.fusionWeightDecay(),
                training);
    }

    private NetworkGroup networks() {
        return new NetworkGroup(
                "spec.method.ffl.networks", ffl.networks(), ffl.branches() == null ? BRANCHES : ffl.branches());
    }

    private SharedStages shared() {
        return new SharedStages("spec.method.ffl.shared", Optional.ofNullable(ffl.shared()));
    }

    private LossRamp ramp() {
        return new LossRamp("spec.method.ffl.ramp", Optional.ofNullable(ffl.ramp()));
    }
}
