package io.mlfd.plan.mclokd;

import static java.util.Objects.requireNonNullElse;

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
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An MCL-OKD run: one stage a data set, its controls, and its network alone. */
record MclOkdPlan(MclOkdSpec mclOkd) implements MethodPlan {
    static final String PATH = "spec.method.mclOkd.";
    private static final int NEGATIVES = 256;
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
        new MclOkdRules(mclOkd.controls(), contrast(), ensemble(), shared(), run, problems).check();
    }

    /** The first branch is a network of its own, which a mean or an ensemble is not. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Role> others = new ArrayList<>(
                mclOkd.controls().stream().map(control -> part(control).first()).toList());
        others.add(Roles.ENSEMBLE);
        return MethodPlan.overAlone(run, Part.METHOD.first(), Roles.ALONE, others);
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(training, work -> branches(work, stages.imageSize(), training, Part.METHOD));
        for (Control control : mclOkd.controls()) {
            Part part = part(control);
            stages.control(part.first(), work -> branches(work, stages.imageSize(), training, part));
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
                shared().of(work),
                part == Part.WITHOUT_CONTRAST ? contrast().weighing(0) : contrast(),
                part == Part.WITHOUT_ENSEMBLE ? ensemble().weighing(0) : ensemble(),
                part,
                training);
    }

    private int branches() {
        return requireNonNullElse(mclOkd.branches(), BRANCHES);
    }

    private SharedStages shared() {
        return new SharedStages(PATH + "shared", Optional.ofNullable(mclOkd.shared()), OWN_STAGES);
    }

    private Contrast contrast() {
        MclOkdSpec.Contrast given =
                mclOkd.contrast() == null ? new MclOkdSpec.Contrast(null, null, null, null, null) : mclOkd.contrast();
        return new Contrast(
                requireNonNullElse(given.weight(), CONTRAST_WEIGHT),
                requireNonNullElse(given.negatives(), NEGATIVES),
                requireNonNullElse(given.temperature(), CONTRAST_TEMPERATURE),
                requireNonNullElse(given.momentum(), MOMENTUM),
                requireNonNullElse(given.embeddingSize(), EMBEDDING_SIZE));
    }

    private Ensemble ensemble() {
        MclOkdSpec.Ensemble given = mclOkd.ensemble() == null ? new MclOkdSpec.Ensemble(null, null) : mclOkd.ensemble();
        return new Ensemble(
                requireNonNullElse(given.weight(), ENSEMBLE_WEIGHT),
                requireNonNullElse(given.temperature(), ENSEMBLE_TEMPERATURE));
    }
}
