package io.mlfd.plan.ensemblecompression;

import static java.util.Objects.requireNonNullElse;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.EnsembleCompressionSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.Training;
import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SpecProblems;
import io.mlfd.result.Comparisons;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A run of online ensemble compression: one stage a data set, and every width of its network alone. */
record EnsembleCompressionPlan(EnsembleCompressionSpec method) implements MethodPlan {
    private static final List<Double> FRACTIONS = List.of(1.0, 0.8, 0.6, 0.4, 0.2);
    private static final double TEMPERATURE = 2;
    private static final LossWeights WEIGHTS = new LossWeights(0.15, 0.15, 0.7);

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        new EnsembleCompressionRules(widths(), run, problems).check();
    }

    /** The narrowest student, which is to gain most, over the same network alone, and over what it was compressed from. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        int narrowest = widths().fractions().size();
        return MethodPlan.overAlone(
                run,
                TrainWidths.student(narrowest),
                Roles.alone(narrowest - 1),
                List.of(TrainWidths.student(1), Roles.ENSEMBLE));
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(widths()::of, training, work -> students(work, stages.imageSize(), training));
    }

    private TrainWidths students(DatasetWork work, int imageSize, Training training) {
        return new TrainWidths(
                work,
                imageSize,
                widths().of(work),
                requireNonNullElse(method.temperature(), TEMPERATURE),
                weights(),
                training);
    }

    private LossWeights weights() {
        EnsembleCompressionSpec.Weights given = method.weights();
        return given == null ? WEIGHTS : new LossWeights(given.soft(), given.features(), given.hard());
    }

    private Widths widths() {
        return new Widths(method.widthFractions().isEmpty() ? FRACTIONS : method.widthFractions());
    }
}
