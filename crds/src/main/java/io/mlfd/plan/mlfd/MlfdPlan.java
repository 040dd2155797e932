package io.mlfd.plan.mlfd;

import io.mlfd.api.Dataset;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.TrainingSpec;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Afterwards;
import io.mlfd.api.method.MlfdSpec.OutputCache;
import io.mlfd.api.method.MlfdSpec.Precision;
import io.mlfd.api.method.MlfdSpec.Projector;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Training;
import io.mlfd.contract.mlfd.CachedOutputs;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.DatasetNetworks;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An MLFD run: teachers, the joint teacher, students, baselines. */
record MlfdPlan(MlfdSpec mlfd) implements MethodPlan {
    static final List<String> LEVELS = List.of("last", "embedding");
    private static final int ADAPTOR_WIDTH = 128;
    private static final double DROPOUT = 0.5;
    private static final double TEMPERATURE = 2;
    private static final LossWeights WEIGHTS = new LossWeights(0.6, 0.2, 0.2);

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.JOINT, Baseline.OWN_TEACHER, Baseline.ALONE);
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
        if (run.baselines().contains(Baseline.JOINT) || buildsOnUnions(run)) {
            references.add(Column.of(Roles.UNION, Metric.TOP1));
            references.add(Column.of(Roles.UNION, Metric.TOP1_ALL_LABELS));
        }
        if (run.baselines().contains(Baseline.ALONE)) {
            references.add(Column.of(Roles.ALONE, Metric.TOP1));
        }
        if (run.baselines().contains(Baseline.OWN_TEACHER)) {
            Column control = Column.of(Roles.OWN_TEACHER, Metric.TOP1);
            boolean apart = run.datasets().stream()
                    .anyMatch(
                            dataset -> new DatasetNetworks(dataset, run.input().size()).differ());
            // The headline is over the first: an expert of another network says nothing of what T* is worth.
            references.add(apart ? 0 : references.size(), control);
        }
        return new Comparisons(
                Column.of(Distill.ROLE, Metric.TOP1),
                references,
                helpers(run.datasets(), run.input().size()));
    }

    private static List<String> helpers(List<Dataset> datasets, int inputSize) {
        return datasets.stream()
                .filter(dataset -> !new DatasetNetworks(dataset, inputSize).hasStudent())
                .map(Dataset::name)
                .toList();
    }

    @Override
    public void addStages(PlanBuilder stages) {
        TrainJointTeacher joint = joint(stages);
        ExpertStages experts = new ExpertStages(stages, joint);
        // Where nothing builds on them, union networks come after what the run is about.
        UnionStages unions = new UnionStages(stages, joint.unions());
        Stage fusion = stages.add("joint", joint, joined(experts.fused(), unions.fused()));
        for (Dataset dataset : stages.withStudents()) {
            // A data set's expert stands in front of those that stand for it: the first is what a student starts from.
            Set<Stage> inputs = new LinkedHashSet<>(experts.startBesideFused(dataset));
            inputs.addAll(experts.fused());
            inputs.add(fusion);
            inputs.addAll(unions.fused());
            inputs.addAll(unions.start(dataset));
            stages.add("distill/" + dataset.name(), student(stages, dataset, joint), List.copyOf(inputs));
        }
        if (stages.wants(Baseline.JOINT)) {
            stages.studentNetworks().forEach(unions::of);
        }
        controls(stages, experts, unions);
    }

    private void controls(PlanBuilder stages, ExpertStages experts, UnionStages unions) {
        if (stages.wants(Baseline.OWN_TEACHER)) {
            LossWeights w = weights();
            LossWeights withoutMaps = new LossWeights(w.soft() + w.features(), 0, w.hard());
            for (Dataset dataset : stages.withStudents()) {
                stages.ownTeacher(
                        dataset,
                        joined(List.of(experts.of(dataset)), unions.start(dataset)),
                        temperature(),
                        withoutMaps,
                        studentTraining(stages, dataset),
                        views(mlfd));
            }
        }
        if (stages.wants(Baseline.ALONE)) {
            for (Dataset dataset : stages.withStudents()) {
                stages.aloneStudent(
                        dataset,
                        experts.startsFromExpert(dataset) ? List.of(experts.of(dataset)) : unions.start(dataset),
                        studentTraining(stages, dataset),
                        views(mlfd));
            }
        }
    }

    private static List<Stage> joined(List<Stage> first, List<Stage> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private Distill student(PlanBuilder stages, Dataset dataset, TrainJointTeacher joint) {
        DatasetNetworks networks = new DatasetNetworks(dataset, stages.imageSize());
        return new Distill(
                stages.work(dataset),
                stages.imageSize(),
                joint,
                temperature(),
                weights(),
                studentTraining(stages, dataset),
                networks.init(),
                networks.file(),
                // Left out where there is nothing to bring to another width, so that a key is the same.
                projector(mlfd).filter(any -> networks.differ()),
                cache(mlfd)
                        .map(said -> new CachedOutputs(
                                views(mlfd),
                                said.precision() == null ? Precision.FLOAT32 : said.precision(),
                                said.afterwards() == null ? Afterwards.DELETE : said.afterwards())),
                Optional.ofNullable(mlfd.distillation()).flatMap(own -> standardisation(own.standardisation())),
                levelWeights());
    }

    /** That students see their images in again and again. */
    private static OptionalInt views(MlfdSpec mlfd) {
        return cache(mlfd).map(OutputCache::views).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Empty where what T* says is not kept. */
    static Optional<OutputCache> cache(MlfdSpec mlfd) {
        return Optional.ofNullable(mlfd.distillation()).map(MlfdSpec.Distillation::cache);
    }

    private Training studentTraining(PlanBuilder stages, Dataset dataset) {
        Optional<TrainingSpec> own = new DatasetNetworks(dataset, stages.imageSize()).studentTraining();
        return stages.training(own.orElse(null), distillationTraining());
    }

    /** Empty for none. */
    static Optional<Projector> projector(MlfdSpec mlfd) {
        return Optional.ofNullable(mlfd.distillation())
                .map(MlfdSpec.Distillation::projector)
                .filter(projector -> projector != Projector.NONE);
    }

    private TrainJointTeacher joint(PlanBuilder stages) {
        MlfdSpec.Joint joint = mlfd.joint() == null
                ? new MlfdSpec.Joint(null, null, null, null, null, null, null, null, null)
                : mlfd.joint();
        return new TrainJointTeacher(
                stages.datasets().stream().map(stages::expertWork).toList(),
                stages.imageSize(),
                levels(),
                joint.trunk() == null ? MlfdSpec.Trunk.SHARED : joint.trunk(),
                joint.experts() == null ? MlfdSpec.Experts.ALL : joint.experts(),
                joint.adaptorWidth() == null ? ADAPTOR_WIDTH : joint.adaptorWidth(),
                joint.dropout() == null ? DROPOUT : joint.dropout(),
                jointTraining(stages.training(joint.training())),
                targets(stages),
                helpers(stages.datasets(), stages.imageSize()),
                fusesUnions(mlfd) ? stages.studentNetworks() : List.of(),
                standardisation(joint.standardisation()),
                FoldRules.folds(joint),
                Optional.ofNullable(joint.activation()).filter(activation -> activation != Activation.GELU));
    }

    /** T* trains on maps of images as they are, and has no row of like blocks. */
    private static Training jointTraining(Training training) {
        return training.withoutAugmentation().with(training.optimizer().withoutLayerDecay());
    }

    private boolean buildsOnUnions(MLFDRunSpec run) {
        return fusesUnions(mlfd)
                || run.datasets().stream()
                        .map(dataset -> new DatasetNetworks(dataset, run.input().size()))
                        .anyMatch(networks -> networks.init().equals(Optional.of(StudentInit.UNION)));
    }

    static boolean fusesUnions(MlfdSpec mlfd) {
        return mlfd.joint() != null && Boolean.TRUE.equals(mlfd.joint().unionNetwork());
    }

    /** Of every level, or none where they weigh the same, so that a key is the same. */
    private Map<String, Double> levelWeights() {
        Map<String, Double> given =
                mlfd.distillation() == null ? Map.of() : mlfd.distillation().levelWeights();
        Map<String, Double> all =
                levels().stream().collect(Collectors.toMap(level -> level, level -> given.getOrDefault(level, 1.0)));
        return all.values().stream().distinct().count() == 1 ? Map.of() : all;
    }

    private static Optional<Standardisation> standardisation(Standardisation given) {
        return Optional.ofNullable(given).filter(kind -> kind != Standardisation.NONE);
    }

    /** With projectors T* is the same whatever students there are. */
    private Map<String, NetworkSpec> targets(PlanBuilder stages) {
        return projector(mlfd).isPresent()
                ? Map.of()
                : stages.withStudents().stream()
                        .filter(dataset -> new DatasetNetworks(dataset, stages.imageSize()).differ())
                        .collect(Collectors.toMap(
                                Dataset::name, dataset -> stages.work(dataset).network()));
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
