package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.MethodSpec;
import io.mlfd.api.PodSettings;
import io.mlfd.api.TrainingSpec;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.StageWork.DatasetWork;
import io.mlfd.contract.StageWork.LossWeights;
import io.mlfd.contract.StageWork.Network;
import io.mlfd.contract.StageWork.Training;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The stages of an MLFD run: teachers, the joint teacher, students, baselines, report. */
final class MlfdStages {
    static final List<String> LEVELS = List.of("last", "embedding");
    static final int ADAPTOR_WIDTH = 128;
    static final double DROPOUT = 0.5;
    static final double TEMPERATURE = 2;
    static final LossWeights WEIGHTS = new LossWeights(0.6, 0.2, 0.2);

    private final MLFDRunSpec spec;
    private final MethodSpec.Mlfd mlfd;
    private final PodDefaults pods;
    private final PlanKeys keys = new PlanKeys();
    private final List<Stage> stages = new ArrayList<>();

    MlfdStages(MLFDRunSpec spec) {
        this.spec = spec;
        this.mlfd = spec.method().mlfd();
        this.pods = new PodDefaults(spec);
    }

    List<Stage> stages() {
        for (long seed : seeds()) {
            ofSeed(seed);
        }
        List<Stage> all = List.copyOf(stages);
        add("report", StageKind.REPORT, null, seeds().get(0), new StageWork.Report(datasets()), all);
        return List.copyOf(stages);
    }

    private void ofSeed(long seed) {
        List<Stage> teachers =
                spec.datasets().stream().map(d -> teacher(d, seed)).toList();
        StageWork.TrainJointTeacher jointWork = jointWork();
        Stage joint = add("joint" + suffix(seed), StageKind.JOINT, null, seed, jointWork, teachers);
        List<Stage> jointAndTeachers =
                Stream.concat(teachers.stream(), Stream.of(joint)).toList();
        for (Dataset dataset : spec.datasets()) {
            StageWork work = new StageWork.Distill(
                    datasetWork(dataset), size(), jointWork, temperature(), weights(), studentTraining());
            add(
                    "distill/" + dataset.name() + suffix(seed),
                    StageKind.DISTILL,
                    dataset.name(),
                    seed,
                    work,
                    jointAndTeachers);
        }
        if (spec.baselines().contains(Baseline.JOINT)) {
            unions(seed);
        }
        if (spec.baselines().contains(Baseline.OWN_TEACHER)) {
            for (int i = 0; i < spec.datasets().size(); i++) {
                ownTeacher(spec.datasets().get(i), seed, teachers.get(i));
            }
        }
    }

    private Stage teacher(Dataset dataset, long seed) {
        TrainingSpec own = dataset.teacher() == null ? null : dataset.teacher().training();
        StageWork work = dataset.teacher() != null && dataset.teacher().checkpoint() != null
                ? new StageWork.TakeTeacher(
                        datasetWork(dataset),
                        size(),
                        dataset.teacher().checkpoint().path())
                : new StageWork.TrainTeacher(
                        datasetWork(dataset), size(), new TrainingDefaults(own, spec.training()).effective());
        return add(
                "teacher/" + dataset.name() + suffix(seed), StageKind.TEACHER, dataset.name(), seed, work, List.of());
    }

    private StageWork.TrainJointTeacher jointWork() {
        MethodSpec.Joint joint =
                mlfd.joint() == null ? new MethodSpec.Joint(null, null, null, null, null) : mlfd.joint();
        return new StageWork.TrainJointTeacher(
                datasets(),
                size(),
                levels(),
                joint.trunk() == null ? MethodSpec.Trunk.SHARED : joint.trunk(),
                joint.experts() == null ? MethodSpec.Experts.ALL : joint.experts(),
                joint.adaptorWidth() == null ? ADAPTOR_WIDTH : joint.adaptorWidth(),
                joint.dropout() == null ? DROPOUT : joint.dropout(),
                withoutAugmentation(new TrainingDefaults(joint.training(), spec.training()).effective()));
    }

    private static Training withoutAugmentation(Training training) {
        return new Training(
                training.epochs(),
                training.batchSize(),
                training.optimizer(),
                training.schedule(),
                new StageWork.Augmentation(0, false),
                training.labelSmoothing());
    }

    /** One union network per distinct architecture, so that every data set's student has a control of its own shape. */
    private void unions(long seed) {
        List<Network> networks =
                datasets().stream().map(DatasetWork::network).distinct().toList();
        for (Network network : networks) {
            Architecture architecture = Architectures.of(network);
            String label = architecture.toString().replace('/', '-');
            StageWork work = new StageWork.TrainUnion(
                    datasets(), network, size(), new TrainingDefaults(spec.training()).effective());
            add("baseline/joint/" + label + suffix(seed), StageKind.BASELINE, null, seed, work, List.of());
        }
    }

    private void ownTeacher(Dataset dataset, long seed, Stage teacher) {
        LossWeights w = weights();
        StageWork work = new StageWork.DistillOwnTeacher(
                datasetWork(dataset),
                size(),
                temperature(),
                new LossWeights(w.soft() + w.features(), 0, w.hard()),
                studentTraining());
        String name = "baseline/own-teacher/" + dataset.name() + suffix(seed);
        add(name, StageKind.BASELINE, dataset.name(), seed, work, List.of(teacher));
    }

    private Stage add(String name, StageKind kind, String dataset, long seed, StageWork work, List<Stage> inputs) {
        List<StageInput> named = inputs.stream()
                .map(input -> new StageInput(
                        input.name(),
                        input.planKey(),
                        input.kind(),
                        input.dataset().orElse(""),
                        input.seed()))
                .toList();
        PodSettings pod = pods.of(kind);
        Stage stage = new Stage(
                name,
                kind,
                Optional.ofNullable(dataset),
                seed,
                work,
                named,
                keys.keyOf(work, seed, named),
                pod,
                PodDefaults.threads(pod));
        stages.add(stage);
        return stage;
    }

    private List<DatasetWork> datasets() {
        return spec.datasets().stream().map(MlfdStages::datasetWork).toList();
    }

    private static DatasetWork datasetWork(Dataset dataset) {
        Architecture architecture = Architectures.of(dataset.model());
        Network network = new Network(architecture.family().label(), architecture.width());
        return new DatasetWork(dataset.name(), source(dataset.source()), network);
    }

    private static StageWork.Source source(Dataset.Source source) {
        OptionalDouble validation =
                source.validation() == null ? OptionalDouble.empty() : OptionalDouble.of(source.validation());
        if (source.generated() != null) {
            return new StageWork.Generated(
                    source.generated().kind(),
                    source.classes(),
                    source.trainPerClass(),
                    source.testPerClass(),
                    validation);
        }
        return new StageWork.ImageFolder(
                source.imageFolder().path(),
                source.classes(),
                optional(source.trainPerClass()),
                optional(source.testPerClass()),
                validation);
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
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

    private Training studentTraining() {
        TrainingSpec own =
                mlfd.distillation() == null ? null : mlfd.distillation().training();
        return new TrainingDefaults(own, spec.training()).effective();
    }

    private double temperature() {
        return mlfd.distillation() == null || mlfd.distillation().temperature() == null
                ? TEMPERATURE
                : mlfd.distillation().temperature();
    }

    private LossWeights weights() {
        return Optional.ofNullable(mlfd.distillation())
                .map(MethodSpec.Distillation::weights)
                .filter(Objects::nonNull)
                .map(w -> new LossWeights(w.soft(), w.features(), w.hard()))
                .orElse(WEIGHTS);
    }

    private int size() {
        return spec.input().size();
    }

    private List<Long> seeds() {
        return spec.seeds().isEmpty() ? List.of(0L) : spec.seeds();
    }

    private String suffix(long seed) {
        return seeds().size() == 1 ? "" : "@" + seed;
    }
}
