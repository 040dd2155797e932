package io.mlfd.trainer.report;

import io.mlfd.api.GeneratedKind;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.result.Selection;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.DataRecord;
import io.mlfd.trainer.result.StageResult.Input;
import io.mlfd.trainer.result.StageResult.Times;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stage.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;

/** A run that never took place, with numbers such as a real one has. The same at every call. */
final class SyntheticRun {
    static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

    private static final List<String> CIFAR_100 = names("""
            apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle
            bowl boy bridge bus butterfly camel can castle caterpillar cattle""");
    private static final List<String> CIFAR_10 = names("""
            airplane automobile bird cat deer dog frog horse ship truck""");
    private static final List<String> DIGITS = names("""
            zero one two three four five six seven eight nine""");

    private final List<DataRecord> data;
    private final List<DatasetWork> datasets;
    private final int epochs;
    private final List<Long> seeds;
    private final Random random = new Random(7);
    private final List<StageResult> stages = new ArrayList<>();

    SyntheticRun(List<DataRecord> data, List<NetworkSpec> networks, int epochs, List<Long> seeds) {
        this.data = data;
        this.epochs = epochs;
        this.seeds = seeds;
        this.datasets = IntStream.range(0, data.size())
                .mapToObj(i -> new DatasetWork(
                        data.get(i).name(),
                        i == 2
                                ? new DataSource.Generated(
                                        GeneratedKind.GLYPHS, List.of(), 100, 20, OptionalDouble.of(0.1))
                                : new DataSource.ImageFolder(
                                        data.get(i).name(),
                                        List.of(),
                                        OptionalInt.of(100),
                                        OptionalInt.empty(),
                                        OptionalDouble.of(0.1),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                        networks.get(i)))
                .toList();
        seeds.forEach(this::addSeed);
    }

    /** Three data sets of 20, 10 and 10 classes, three networks, both baselines, one seed: 13 stages and the report. */
    static SyntheticRun typical() {
        return typical(List.of(0L));
    }

    static SyntheticRun typical(List<Long> seeds) {
        return new SyntheticRun(
                List.of(
                        set("cifar100", CIFAR_100, 1350, 150, 1000),
                        set("cifar10", CIFAR_10, 900, 100, 1000),
                        set("signs", DIGITS, 900, 100, 412)),
                List.of(
                        new NetworkSpec("resnet20", 16),
                        new NetworkSpec("resnet8", 16),
                        new NetworkSpec("resnet14", 32)),
                15,
                seeds);
    }

    /** Two data sets of two classes, two epochs. */
    static SyntheticRun small() {
        return new SyntheticRun(
                List.of(
                        set("coins", List.of("heads", "tails"), 40, 4, 20),
                        set("dice", List.of("even", "odd"), 30, 4, 16)),
                List.of(new NetworkSpec("resnet8", 16), new NetworkSpec("resnet8", 16)),
                2,
                List.of(0L));
    }

    static DataRecord set(String name, List<String> classes, int train, int validation, int test) {
        return new DataRecord(name, key(name + "data").repeat(2), classes, train, validation, test, Optional.empty());
    }

    List<DatasetWork> datasets() {
        return datasets;
    }

    List<StageResult> stages() {
        return List.copyOf(stages);
    }

    /** The same, and the first data set's network alone in other widths. */
    SyntheticRun withWidths(int... widths) {
        for (int member = 0; member < widths.length; member++) {
            DatasetWork own = datasets.get(0);
            NetworkSpec network = new NetworkSpec(own.network().name(), widths[member]);
            DatasetWork work = new DatasetWork(own.name(), own.source(), network);
            StageWork alone = new TrainAlone(work, 32, training(epochs, 4), member);
            String name = "baseline/alone-" + member;
            add(name, 0, "", seeds.get(0), alone, List.of(), accuracy(0, -0.06 * (member + 1)));
        }
        return this;
    }

    ReportData report(String name) {
        return new ReportAssembly(
                        new ReportAssembly.Heading(name, key("report"), key("report content"), "2026-03-01T09:30:00Z"),
                        Orders.reportWork(datasets),
                        stages)
                .data();
    }

    private void addSeed(long seed) {
        String suffix = seeds.size() > 1 ? "@" + seed : "";
        Training training = training(epochs, 4);
        List<StageResult> teachers = new ArrayList<>();
        for (int i = 0; i < datasets.size(); i++) {
            StageWork work = new TrainTeacher(datasets.get(i), 32, training);
            teachers.add(add("teacher", i, suffix, seed, work, List.of(), accuracy(i, 0)));
        }
        TrainJointTeacher jointWork = new TrainJointTeacher(
                datasets,
                32,
                List.of("last", "embedding"),
                Trunk.SHARED,
                Experts.ALL,
                128,
                0.5,
                training(epochs + 3, 0));
        StageResult joint = add("joint", -1, suffix, seed, jointWork, teachers, 0.035);
        List<StageResult> all = new ArrayList<>(teachers);
        all.add(joint);
        for (int i = 0; i < datasets.size(); i++) {
            StageWork work = new Distill(datasets.get(i), 32, jointWork, 2, new LossWeights(0.6, 0.2, 0.2), training);
            add("distill", i, suffix, seed, work, all, accuracy(i, i == 1 ? 0.049 : 0.012 - 0.008 * i));
        }
        for (NetworkSpec network :
                datasets.stream().map(DatasetWork::network).distinct().toList()) {
            StageWork work = new TrainUnion(datasets, network, 32, training);
            add("baseline/joint/" + network.name(), -1, suffix, seed, work, List.of(), -0.03);
        }
        for (int i = 0; i < datasets.size(); i++) {
            StageWork work = new DistillOwnTeacher(datasets.get(i), 32, 2, new LossWeights(0.8, 0, 0.2), training);
            add("baseline/own-teacher", i, suffix, seed, work, List.of(teachers.get(i)), accuracy(i, 0.006));
        }
    }

    private static double accuracy(int dataset, double more) {
        return List.of(0.412, 0.553, 0.874).get(dataset % 3) + more;
    }

    private static Training training(int epochs, int crop) {
        return new Training(
                epochs,
                64,
                new Training.Optimizer(OptimizerName.ADAMW, 3e-3, 5e-4, 0, false),
                new Training.OneCycle(0.2),
                new Training.Augmentation(crop, crop > 0),
                0);
    }

    /** @param set index, or -1 for stages about all data sets; {@code level} is then what they are better by */
    private StageResult add(
            String name, int set, String suffix, long seed, StageWork work, List<StageResult> inputs, double level) {
        String stage = (set < 0 ? name : name + "/" + data.get(set).name()) + suffix;
        List<Integer> about = set < 0 ? IntStream.range(0, data.size()).boxed().toList() : List.of(set);
        Map<DataRecord, Double> levels = new LinkedHashMap<>();
        about.forEach(i -> levels.put(data.get(i), set < 0 ? accuracy(i, level) : level));
        SyntheticFigures figures = new SyntheticFigures(
                random,
                stage,
                levels,
                work instanceof TrainUnion,
                work instanceof TrainJointTeacher ? epochs + 3 : epochs);
        int seconds = 25 + random.nextInt(30) + (set < 0 ? 40 : 0);
        Instant start = START.plusSeconds(stages.size() * 40L);
        int attempts = name.equals("distill") && set == 1 ? 2 : 1;
        StageResult result = new StageResult(
                StageResult.VERSION,
                stage,
                kind(name),
                set < 0 ? Optional.empty() : Optional.of(data.get(set).name()),
                seed,
                key(stage),
                key(stage + "content"),
                inputs.stream()
                        .map(input -> new Input(input.stage(), input.planKey(), input.contentKey()))
                        .toList(),
                about.stream().map(data::get).toList(),
                work,
                figures.scores(),
                figures.confusions(),
                figures.answers(),
                figures.curve(),
                Optional.of(figures.best()),
                OptionalDouble.of(1450 + 10 * random.nextInt(40)),
                List.of(
                        new WeightsFile(
                                Output.ONLY,
                                Selection.LAST,
                                "last.safetensors",
                                key(stage + "l").repeat(2),
                                bytes(work)),
                        new WeightsFile(
                                Output.ONLY,
                                Selection.BEST,
                                "best.safetensors",
                                key(stage + "b").repeat(2),
                                bytes(work))),
                new Times(
                        start.toString(),
                        start.plusSeconds(seconds).toString(),
                        IntStream.rangeClosed(1, attempts)
                                .mapToObj(n ->
                                        new Attempt(n, start.plusSeconds(n - 1L).toString(), n - 1L))
                                .toList()),
                new Provenance(
                        "0.1.0",
                        1,
                        "PyTorch 2.7.1",
                        "17.0.15 (Debian)",
                        "Linux amd64",
                        "Some CPU @ 2.80GHz",
                        1,
                        Optional.empty()));
        stages.add(result);
        return result;
    }

    /** Most records are as a program wrote them that did not tell the length of files. */
    private static OptionalLong bytes(StageWork work) {
        return work instanceof TrainAlone ? OptionalLong.of(41_234) : OptionalLong.empty();
    }

    private static StageKind kind(String name) {
        return switch (name) {
            case "teacher" -> StageKind.TEACHER;
            case "joint" -> StageKind.JOINT;
            case "distill" -> StageKind.DISTILL;
            default -> StageKind.BASELINE;
        };
    }

    static String key(String text) {
        return String.format("%08x", text.hashCode()).repeat(4);
    }

    private static List<String> names(String lines) {
        return List.of(lines.split("\\s+"));
    }
}
