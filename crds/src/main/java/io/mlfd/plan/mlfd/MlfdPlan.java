package io.mlfd.plan.mlfd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.TrainingSpec;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.Training;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.Level;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An MLFD run: teachers, the joint teacher, students, baselines. */
record MlfdPlan(MlfdSpec mlfd) implements MethodPlan {
    static final List<String> LEVELS = List.of("last", "embedding");
    private static final int ADAPTOR_WIDTH = 128;
    private static final double DROPOUT = 0.5;
    private static final double TEMPERATURE = 2;
    private static final LossWeights WEIGHTS = new LossWeights(0.6, 0.2, 0.2);

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.JOINT, Baseline.OWN_TEACHER);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        new MlfdRules(mlfd, run, problems).check();
    }

    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Column> references = new ArrayList<>();
        references.add(Column.of(Roles.TEACHER, Metric.TOP1));
        references.add(Column.of(TrainJointTeacher.ROLE, Metric.TOP1));
        if (run.baselines().contains(Baseline.JOINT)) {
            references.add(Column.of(Roles.UNION, Metric.TOP1));
            references.add(Column.of(Roles.UNION, Metric.TOP1_ALL_LABELS));
        }
        if (run.baselines().contains(Baseline.OWN_TEACHER)) {
            references.add(Column.of(Roles.OWN_TEACHER, Metric.TOP1));
        }
        return new Comparisons(Column.of(Distill.ROLE, Metric.TOP1), references);
    }

    @Override
    public void addStages(PlanBuilder stages) {
        List<Stage> teachers = stages.datasets().stream().map(stages::teacher).toList();
        TrainJointTeacher joint = joint(stages);
        List<Stage> jointAndTeachers = new ArrayList<>(teachers);
        jointAndTeachers.add(stages.add("joint", joint, teachers));
        Training training = stages.training(distillationTraining());
        for (Dataset dataset : stages.datasets()) {
            Distill work =
                    new Distill(stages.work(dataset), stages.imageSize(), joint, temperature(), weights(), training);
            stages.add("distill/" + dataset.name(), work, jointAndTeachers);
        }
        if (stages.wants(Baseline.JOINT)) {
            stages.unions();
        }
        if (stages.wants(Baseline.OWN_TEACHER)) {
            LossWeights w = weights();
            LossWeights withoutMaps = new LossWeights(w.soft() + w.features(), 0, w.hard());
            for (int i = 0; i < teachers.size(); i++) {
                stages.ownTeacher(stages.datasets().get(i), teachers.get(i), temperature(), withoutMaps, training);
            }
        }
    }

    private TrainJointTeacher joint(PlanBuilder stages) {
        MlfdSpec.Joint joint = mlfd.joint() == null ? new MlfdSpec.Joint(null, null, null, null, null) : mlfd.joint();
        return new TrainJointTeacher(
                stages.works(),
                stages.imageSize(),
                levels(),
                joint.trunk() == null ? MlfdSpec.Trunk.SHARED : joint.trunk(),
                joint.experts() == null ? MlfdSpec.Experts.ALL : joint.experts(),
                joint.adaptorWidth() == null ? ADAPTOR_WIDTH : joint.adaptorWidth(),
                joint.dropout() == null ? DROPOUT : joint.dropout(),
                stages.training(joint.training()).withoutAugmentation());
    }

    /** Levels from the earliest to the last, whatever their order in the file. */
    private List<String> levels() {
        List<String> names = mlfd.levels().isEmpty() ? LEVELS : mlfd.levels();
        return names.stream()
                .map(name -> Level.parse(name).orElseThrow())
                .sorted(Comparator.comparingInt(
                        level -> level instanceof Level.FeatureMap map ? -map.fromEnd() : Integer.MAX_VALUE))
                .map(Level::toString)
                .toList();
    }

    private TrainingSpec distillationTraining() {
        return mlfd.distillation() == null ? null : mlfd.distillation().training();
    }

    private double temperature() {
        return mlfd.distillation() == null || mlfd.distillation().temperature() == null
                ? TEMPERATURE
                : mlfd.distillation().temperature();
    }

    private LossWeights weights() {
        return Optional.ofNullable(mlfd.distillation())
                .map(MlfdSpec.Distillation::weights)
                .map(w -> new LossWeights(w.soft(), w.features(), w.hard()))
                .orElse(WEIGHTS);
    }
}
