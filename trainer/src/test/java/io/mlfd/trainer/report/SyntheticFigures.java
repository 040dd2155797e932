package io.mlfd.trainer.report;

import io.mlfd.contract.Output;
import io.mlfd.result.Metric;
import io.mlfd.result.RightAnswers;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.result.StageResult.Answers;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.DataRecord;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/** What one network reached: numbers such as a real one has, drawn about a level. */
final class SyntheticFigures {
    private final Random random;
    private final List<Score> scores = new ArrayList<>();
    private final List<Confusion> confusions = new ArrayList<>();
    private final List<Epoch> curve;

    /**
     * @param levels the share of the test images that it classifies rightly, about
     * @param allLabels whether it is also scored among the labels of all data sets, where it does worse
     */
    SyntheticFigures(Random random, String stage, Map<DataRecord, Double> levels, boolean allLabels, int epochs) {
        this.random = random;
        Map<DataRecord, Double> reached = new LinkedHashMap<>();
        levels.forEach((set, level) -> {
            double share = level + random.nextGaussian() * 0.004;
            reached.put(set, share);
            Confusion confusion = confusion(set, share);
            confusions.add(confusion);
            int right = diagonal(confusion);
            score(stage, set, Selection.LAST, right, allLabels);
            score(stage, set, Selection.BEST, right - 3 + random.nextInt(7), allLabels);
        });
        curve = curve(epochs, reached);
    }

    List<Score> scores() {
        return List.copyOf(scores);
    }

    List<Confusion> confusions() {
        return List.copyOf(confusions);
    }

    List<Answers> answers() {
        return scores.stream().map(SyntheticFigures::answers).toList();
    }

    List<Epoch> curve() {
        return List.copyOf(curve);
    }

    ModelSelection best() {
        Epoch best = curve.stream()
                .max(Comparator.comparingDouble(SyntheticFigures::meanValidation))
                .orElseThrow();
        return new ModelSelection(Criterion.VALIDATION_ACCURACY, best.epoch(), OptionalDouble.of(meanValidation(best)));
    }

    private void score(String stage, DataRecord set, Selection selection, int correct, boolean allLabels) {
        scores.add(Score.ofShare(stage, Output.ONLY, set.name(), Metric.TOP1, selection, correct, set.test()));
        if (allLabels) {
            int among = correct - correct / 15;
            scores.add(Score.ofShare(
                    stage, Output.ONLY, set.name(), Metric.TOP1_ALL_LABELS, selection, among, set.test()));
        }
    }

    private static double meanValidation(Epoch epoch) {
        return epoch.validation().stream()
                .mapToDouble(Validation::top1)
                .average()
                .orElse(0);
    }

    private List<Epoch> curve(int length, Map<DataRecord, Double> reached) {
        List<Epoch> drawn = new ArrayList<>();
        for (int e = 1; e <= length; e++) {
            double progress = 1 - StrictMath.exp(-3.5 * e / length);
            double loss = 2.6 * StrictMath.exp(-2.6 * e / length) + 0.1 + 0.05 * random.nextDouble();
            List<Validation> validation = new ArrayList<>();
            reached.forEach((set, p) -> {
                int images = set.validation();
                double share = Math.min(1, Math.max(0, p * progress * 1.03 + random.nextGaussian() * 0.02));
                validation.add(new Validation(set.name(), (int) Math.round(share * images), images, loss + 0.2));
            });
            drawn.add(new Epoch(
                    e,
                    20L * e,
                    3e-3 * (1 - progress),
                    loss,
                    Map.of("hard", loss * 0.4, "soft", loss * 0.6),
                    OptionalDouble.of(Math.min(1, progress * 0.95)),
                    validation,
                    2.5));
        }
        return drawn;
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

    /** As many as the score says; which, differs from network to network, but not from metric to metric. */
    private static Answers answers(Score score) {
        List<Integer> images =
                new ArrayList<>(IntStream.range(0, score.count()).boxed().toList());
        String network = score.stage() + " " + score.output() + " " + score.selection();
        Collections.shuffle(images, new Random(network.hashCode()));
        BitSet right = new BitSet();
        images.stream().limit(score.correct()).forEach(right::set);
        return new Answers(
                score.output(),
                score.dataset(),
                score.metric(),
                score.selection(),
                RightAnswers.of(right, score.count()));
    }
}
