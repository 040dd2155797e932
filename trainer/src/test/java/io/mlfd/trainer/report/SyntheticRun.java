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
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.result.Metric;
import io.mlfd.result.RightAnswers;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Answers;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.DataRecord;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.Input;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.result.StageResult.Times;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stage.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** A run that never took place, with numbers such as a real one has. The same at every call. */
final class SyntheticRun {
    static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

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
                                        OptionalDouble.of(0.1)),
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
        return new DataRecord(name, key(name + "data").repeat(2), classes, train, validation, test);
    }

    List<DatasetWork> datasets() {
        return datasets;
    }

    List<StageResult> stages() {
        return List.copyOf(stages);
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
        boolean union = work instanceof TrainUnion;
        int length = work instanceof TrainJointTeacher ? epochs + 3 : epochs;
        List<Score> scores = new ArrayList<>();
        List<Confusion> confusions = new ArrayList<>();
        Map<Integer, Double> reached = new LinkedHashMap<>();
        for (int i : about) {
            double p = (set < 0 ? accuracy(i, level) : level) + random.nextGaussian() * 0.004;
            reached.put(i, p);
            Confusion confusion = confusion(data.get(i), p);
            confusions.add(confusion);
            int right = diagonal(confusion);
            int images = data.get(i).test();
            for (Selection selection : List.of(Selection.LAST, Selection.BEST)) {
                int correct = selection == Selection.LAST ? right : right - 3 + random.nextInt(7);
                scores.add(
                        Score.ofShare(stage, Output.ONLY, data.get(i).name(), Metric.TOP1, selection, correct, images));
                if (union) {
                    scores.add(Score.ofShare(
                            stage,
                            Output.ONLY,
                            data.get(i).name(),
                            Metric.TOP1_ALL_LABELS,
                            selection,
                            correct - correct / 15,
                            images));
                }
            }
        }
        List<Epoch> curve = curve(length, reached);
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
                scores,
                confusions,
                scores.stream().map(SyntheticRun::answers).toList(),
                curve,
                Optional.of(best(curve)),
                OptionalDouble.of(1450 + 10 * random.nextInt(40)),
                List.of(
                        new WeightsFile(
                                Output.ONLY,
                                Selection.LAST,
                                "last.safetensors",
                                key(stage + "l").repeat(2)),
                        new WeightsFile(
                                Output.ONLY,
                                Selection.BEST,
                                "best.safetensors",
                                key(stage + "b").repeat(2))),
                new Times(
                        start.toString(),
                        start.plusSeconds(seconds).toString(),
                        IntStream.rangeClosed(1, attempts)
                                .mapToObj(n ->
                                        new Attempt(n, start.plusSeconds(n - 1L).toString(), n - 1L))
                                .toList()),
                new Provenance(
                        "0.1.0", 1, "PyTorch 2.7.1", "17.0.15 (Debian)", "Linux amd64", "Some CPU @ 2.80GHz", 1));
        stages.add(result);
        return result;
    }

    /** As many as the score says, the images shuffled. */
    private static Answers answers(Score score) {
        List<Integer> images =
                new ArrayList<>(IntStream.range(0, score.count()).boxed().toList());
        Collections.shuffle(images, new Random(score.count()));
        BitSet right = new BitSet();
        images.stream().limit(score.correct()).forEach(right::set);
        return new Answers(
                score.output(),
                score.dataset(),
                score.metric(),
                score.selection(),
                RightAnswers.of(right, score.count()));
    }

    private static StageKind kind(String name) {
        return switch (name) {
            case "teacher" -> StageKind.TEACHER;
            case "joint" -> StageKind.JOINT;
            case "distill" -> StageKind.DISTILL;
            default -> StageKind.BASELINE;
        };
    }

    private static ModelSelection best(List<Epoch> curve) {
        Epoch best = curve.stream()
                .max(Comparator.comparingDouble(SyntheticRun::meanValidation))
                .orElseThrow();
        return new ModelSelection(Criterion.VALIDATION_ACCURACY, best.epoch(), OptionalDouble.of(meanValidation(best)));
    }

    private static double meanValidation(Epoch epoch) {
        return epoch.validation().stream()
                .mapToDouble(Validation::top1)
                .average()
                .orElse(0);
    }

    private List<Epoch> curve(int length, Map<Integer, Double> reached) {
        List<Epoch> curve = new ArrayList<>();
        for (int e = 1; e <= length; e++) {
            double progress = 1 - StrictMath.exp(-3.5 * e / length);
            double loss = 2.6 * StrictMath.exp(-2.6 * e / length) + 0.1 + 0.05 * random.nextDouble();
            List<Validation> validation = new ArrayList<>();
            reached.forEach((i, p) -> {
                int images = data.get(i).validation();
                double share = Math.min(1, Math.max(0, p * progress * 1.03 + random.nextGaussian() * 0.02));
                validation.add(
                        new Validation(data.get(i).name(), (int) Math.round(share * images), images, loss + 0.2));
            });
            curve.add(new Epoch(
                    e,
                    20L * e,
                    3e-3 * (1 - progress),
                    loss,
                    Map.of("hard", loss * 0.4, "soft", loss * 0.6),
                    OptionalDouble.of(Math.min(1, progress * 0.95)),
                    validation,
                    2.5));
        }
        return curve;
    }

    private Confusion confusion(DataRecord set, double p) {
        int classes = set.classNames().size();
        List<List<Integer>> rows = new ArrayList<>();
        for (int row = 0; row < classes; row++) {
            int images = set.test() / classes + (row < set.test() % classes ? 1 : 0);
            int[] counts = new int[classes];
            for (int i = 0; i < images; i++) {
                int near = (row ^ 1) < classes && random.nextInt(3) == 0 ? row ^ 1 : random.nextInt(classes);
                counts[random.nextDouble() < p ? row : near]++;
            }
            rows.add(IntStream.of(counts).boxed().toList());
        }
        return new Confusion(Output.ONLY, set.name(), Selection.LAST, rows);
    }

    private static int diagonal(Confusion confusion) {
        return IntStream.range(0, confusion.counts().size())
                .map(i -> confusion.counts().get(i).get(i))
                .sum();
    }

    static String key(String text) {
        return String.format("%08x", text.hashCode()).repeat(4);
    }

    static final List<String> CIFAR_10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    static final List<String> CIFAR_100 = List.of(
            "apple",
            "aquarium_fish",
            "baby",
            "bear",
            "beaver",
            "bed",
            "bee",
            "beetle",
            "bicycle",
            "bottle",
            "bowl",
            "boy",
            "bridge",
            "bus",
            "butterfly",
            "camel",
            "can",
            "castle",
            "caterpillar",
            "cattle");
}
