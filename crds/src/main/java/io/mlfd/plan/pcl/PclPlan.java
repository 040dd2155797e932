package io.mlfd.plan.pcl;

import io.mlfd.api.Dataset;
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
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.TrainingDefaults;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
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
                && training.augmentation().equals(Augmentation.NONE)) {
            problems.add(
                    PATH + "controls",
                    "without spec.training.augmentation all peers see the same images already; leave OneAugmentation out");
        }
        problems.noTeachers("PCL", run.datasets());
    }

    /** The running average of the first peer, which is the network that the method is for. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Role> references = new ArrayList<>();
        if (run.baselines().contains(Baseline.ALONE)) {
            references.add(Roles.ALONE);
        }
        references.add(TrainCollaborators.FIRST_PEER);
        pcl.controls().stream().map(PclPlan::variant).forEach(variant -> variant.control()
                .ifPresent(references::add));
        references.add(TrainCollaborators.ENSEMBLE);
        return new Comparisons(
                Column.of(TrainCollaborators.averagedPeer(1), Metric.TOP1),
                references.stream().map(role -> Column.of(role, Metric.TOP1)).toList());
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        // One network alone is the control of all peers, which are of one architecture.
        NetworkGroup networks = new NetworkGroup(PATH + "peers", List.of(), 1);
        stages.online(networks, training, work -> collaborators(work, stages.imageSize(), Variant.WHOLE, training));
        for (Dataset dataset : stages.datasets()) {
            for (Control control : pcl.controls()) {
                Variant variant = variant(control);
                stages.add(
                        "baseline/" + variant.control().orElseThrow().id() + "/" + dataset.name(),
                        collaborators(stages.work(dataset), stages.imageSize(), variant, training),
                        List.of());
            }
        }
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
                pcl.peers() == null ? PEERS : pcl.peers(),
                shared().of(work),
                pcl.temperature() == null ? TEMPERATURE : pcl.temperature(),
                pcl.weight() == null ? WEIGHT : pcl.weight(),
                ramp().epochs(training),
                pcl.averageDecay() == null ? AVERAGE_DECAY : pcl.averageDecay(),
                variant,
                training);
    }

    private SharedStages shared() {
        return new SharedStages(PATH + "shared", Optional.ofNullable(pcl.shared()));
    }

    private LossRamp ramp() {
        return new LossRamp(PATH + "ramp", Optional.ofNullable(pcl.ramp()));
    }
}
