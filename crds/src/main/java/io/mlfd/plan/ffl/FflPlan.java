package io.mlfd.plan.ffl;

import static java.util.Objects.requireNonNullElse;

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
        return MethodPlan.overAlone(run, TrainFusion.FUSED, Roles.ALONE, List.of(Roles.ENSEMBLE, TrainFusion.BRANCHES));
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(
                work -> networks().of(work, stages.imageSize()),
                training,
                work -> fusion(work, stages.imageSize(), training));
    }

    private TrainFusion fusion(DatasetWork work, int imageSize, Training training) {
        return new TrainFusion(
                work,
                imageSize,
                networks().of(work, imageSize),
                networks().areNamed() ? 0 : shared().of(work),
                requireNonNullElse(ffl.temperature(), TEMPERATURE),
                ramp().epochs(training),
                requireNonNullElse(ffl.fusionWeightDecay(), FUSION_WEIGHT_DECAY),
                training);
    }

    private NetworkGroup networks() {
        return new NetworkGroup(
                "spec.method.ffl.networks", ffl.networks(), requireNonNullElse(ffl.branches(), BRANCHES));
    }

    private SharedStages shared() {
        return new SharedStages("spec.method.ffl.shared", Optional.ofNullable(ffl.shared()), 1);
    }

    private LossRamp ramp() {
        return new LossRamp("spec.method.ffl.ramp", Optional.ofNullable(ffl.ramp()));
    }
}
