package io.mlfd.plan.mclokd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.MclOkdSpec;
import io.mlfd.api.method.MclOkdSpec.Control;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Ensemble;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An MCL-OKD run: one stage a data set, its controls, and its network alone. */
record MclOkdPlan(MclOkdSpec mclOkd) implements MethodPlan {
    static final String PATH = "spec.method.mclOkd.";
    static final int NEGATIVES = 256;
    private static final int BRANCHES = 4;
    /** Of the authors' residual networks the last two stages are a branch's own. */
    private static final int OWN_STAGES = 2;

    private static final double CONTRAST_WEIGHT = 0.025;
    private static final double CONTRAST_TEMPERATURE = 0.1;
    private static final double MOMENTUM = 0.5;
    private static final int EMBEDDING_SIZE = 128;
    private static final double ENSEMBLE_WEIGHT = 1;
    private static final double ENSEMBLE_TEMPERATURE = 3;

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        new MclOkdRules(mclOkd, run, problems).check();
    }

    /** The first branch is a network of its own, which a mean or an ensemble is not. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Role> references = new ArrayList<>();
        if (run.baselines().contains(Baseline.ALONE)) {
            references.add(Roles.ALONE);
        }
        mclOkd.controls().forEach(control -> references.add(part(control).first()));
        references.add(TrainContrastedBranches.ENSEMBLE);
        return new Comparisons(
                Column.of(Part.METHOD.first(), Metric.TOP1),
                references.stream().map(role -> Column.of(role, Metric.TOP1)).toList());
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(
                new NetworkGroup(PATH + "branches", List.of(), branches()),
                training,
                work -> branches(work, stages.imageSize(), training, Part.METHOD));
        for (Control control : mclOkd.controls()) {
            for (Dataset dataset : stages.datasets()) {
                stages.add(
                        "baseline/" + part(control).first().id() + "/" + dataset.name(),
                        branches(stages.work(dataset), stages.imageSize(), training, part(control)),
                        List.of());
            }
        }
    }

    private static Part part(Control control) {
        return switch (control) {
            case WITHOUT_CONTRAST -> Part.WITHOUT_CONTRAST;
            case WITHOUT_ENSEMBLE -> Part.WITHOUT_ENSEMBLE;
        };
    }

    private TrainContrastedBranches branches(DatasetWork work, int imageSize, Training training, Part part) {
        return new TrainContrastedBranches(
                work,
                imageSize,
                branches(),
                mclOkd.shared() == null ? NetworkShapes.of(work.network()).stageCount() - OWN_STAGES : mclOkd.shared(),
                part == Part.WITHOUT_CONTRAST ? contrast().weighing(0) : contrast(),
                part == Part.WITHOUT_ENSEMBLE ? ensemble().weighing(0) : ensemble(),
                part,
                training);
    }

    private int branches() {
        return mclOkd.branches() == null ? BRANCHES : mclOkd.branches();
    }

    private Contrast contrast() {
        MclOkdSpec.Contrast given =
                mclOkd.contrast() == null ? new MclOkdSpec.Contrast(null, null, null, null, null) : mclOkd.contrast();
        return new Contrast(
                orElse(given.weight(), CONTRAST_WEIGHT),
                given.negatives() == null ? NEGATIVES : given.negatives(),
                orElse(given.temperature(), CONTRAST_TEMPERATURE),
                orElse(given.momentum(), MOMENTUM),
                given.embeddingSize() == null ? EMBEDDING_SIZE : given.embeddingSize());
    }

    private Ensemble ensemble() {
        MclOkdSpec.Ensemble given = mclOkd.ensemble() == null ? new MclOkdSpec.Ensemble(null, null) : mclOkd.ensemble();
        return new Ensemble(orElse(given.weight(), ENSEMBLE_WEIGHT), orElse(given.temperature(), ENSEMBLE_TEMPERATURE));
    }

    private static double orElse(Double value, double otherwise) {
        return value == null ? otherwise : value;
    }
}
