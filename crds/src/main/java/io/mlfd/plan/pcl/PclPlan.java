package io.mlfd.plan.pcl;

import static java.util.Objects.requireNonNullElse;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.PclSpec;
import io.mlfd.api.method.PclSpec.Control;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.contract.pcl.Variant;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.LossRamp;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.TrainingDefaults;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A PCL run: one stage a data set, the network alone, and a stage a control of the method's own. */
record PclPlan(PclSpec pcl) implements MethodPlan {
    private static final String PATH = "spec.method.pcl.";
    private static final int PEERS = 3;
    private static final double TEMPERATURE = 3;
    private static final double WEIGHT = 1;
    private static final double AVERAGE_DECAY = 0.999;

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        shared().check(run, problems);
        ramp().check(run, problems);
        problems.distinct(PATH + "controls", pcl.controls());
        Training training = new TrainingDefaults(run.training()).effective();
        if (pcl.controls().contains(Control.ONE_AUGMENTATION)
                && training.augmentation().withoutMixing().equals(Augmentation.NONE)) {
            problems.add(
                    PATH + "controls",
                    "without spec.training.augmentation of single images all peers see the same already; leave OneAugmentation out");
        }
        problems.noTeachers("PCL", run.datasets());
        problems.noAverages("PCL", run.training());
    }

    /** The running average of the first peer, which is the network that the method is for. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Role> others = new ArrayList<>();
        others.add(TrainCollaborators.FIRST_PEER);
        pcl.controls().forEach(control -> others.add(role(variant(control))));
        others.add(TrainCollaborators.ENSEMBLE);
        return MethodPlan.overAlone(run, TrainCollaborators.averagedPeer(1), Roles.ALONE, others);
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(training, work -> collaborators(work, stages.imageSize(), Variant.WHOLE, training));
        for (Control control : pcl.controls()) {
            Variant variant = variant(control);
            stages.control(role(variant), work -> collaborators(work, stages.imageSize(), variant, training));
        }
    }

    private static Role role(Variant variant) {
        return variant.control().orElseThrow();
    }

    private static Variant variant(Control control) {
        return switch (control) {
            case WITHOUT_ENSEMBLE_TEACHER -> Variant.WITHOUT_ENSEMBLE_TEACHER;
            case WITHOUT_MEAN_TEACHER -> Variant.WITHOUT_MEAN_TEACHER;
            case ONE_AUGMENTATION -> Variant.ONE_AUGMENTATION;
        };
    }

    private TrainCollaborators collaborators(DatasetWork work, int imageSize, Variant variant, Training training) {
        return new TrainCollaborators(
                work,
                imageSize,
                requireNonNullElse(pcl.peers(), PEERS),
                shared().of(work),
                requireNonNullElse(pcl.temperature(), TEMPERATURE),
                requireNonNullElse(pcl.weight(), WEIGHT),
                ramp().epochs(training),
                requireNonNullElse(pcl.averageDecay(), AVERAGE_DECAY),
                variant,
                training);
    }

    private SharedStages shared() {
        return new SharedStages(PATH + "shared", Optional.ofNullable(pcl.shared()), 1);
    }

    private LossRamp ramp() {
        return new LossRamp(PATH + "ramp", Optional.ofNullable(pcl.ramp()));
    }
}
