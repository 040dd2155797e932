package io.mlfd.trainer.benchmark;

import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.stage.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * What a step of a method that trains K networks at once costs, over K steps of one network alone: both as a run has them, one
 * after the other in one process on one thread, again and again.
 */
final class StepCost {
    private static final int BATCH = 64;
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: step-cost}
            spec:
              datasets:
                - name: glyphs
                  source: {generated: {kind: glyphs}, trainPerClass: %d, testPerClass: 2}
                  model: {name: %s, width: %d}
              input: {size: %d}
              training: {epochs: %d, batchSize: %d, optimizer: {name: SGD, learningRate: 0.01}}
              method: {%s: {}}
              baselines: [Alone]
            """;

    private final Path folder;
    private final Size size;
    private final MeasuredStages stages = new MeasuredStages();

    /**
     * How much is measured.
     *
     * @param width of the network's first stage
     * @param images pixels on each side
     * @param repetitions after one that is not counted
     */
    record Size(String network, int width, int images, int trainPerClass, int epochs, int repetitions) {}

    /**
     * @param networks K
     * @param together seconds a step of all, by repetition
     * @param alone seconds a step of one, by repetition
     */
    record Cost(String method, int networks, List<Double> together, List<Double> alone, Provenance made) {
        /** The median over repetitions of what a step costs over K steps. */
        double ratio() {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < together.size(); i++) {
                ratios.add(together.get(i) / (networks * alone.get(i)));
            }
            return median(ratios);
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f ms | %.1f ms | %.2f |",
                    method,
                    networks,
                    1000 * median(together),
                    1000 * median(alone),
                    ratio());
        }

        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
    }

    /** @param folder for what stages leave, empty */
    StepCost(Path folder, Size size) {
        this.folder = folder;
        this.size = size;
    }

    /** @param networks how many it trains at once */
    Cost of(String method, ToIntFunction<Stage> networks) throws IOException {
        Plan plan = plan(method);
        Stage online = plan.stage("online/glyphs");
        Stage alone = plan.stage("baseline/alone/glyphs");
        List<Double> together = new ArrayList<>();
        List<Double> single = new ArrayList<>();
        Provenance made = carriedOut(online, method + "-warm").provenance();
        carriedOut(alone, method + "-warm");
        for (int repetition = 0; repetition < size.repetitions(); repetition++) {
            String run = method + "-" + repetition;
            together.add(secondsAStep(carriedOut(online, run)));
            single.add(secondsAStep(carriedOut(alone, run)));
        }
        return new Cost(method, networks.applyAsInt(online), together, single, made);
    }

    private Plan plan(String method) {
        return stages.plan(
                "step-cost",
                FILE.formatted(
                        size.trainPerClass(),
                        size.network(),
                        size.width(),
                        size.images(),
                        size.epochs(),
                        BATCH,
                        method));
    }

    private StageResult carriedOut(Stage stage, String run) throws IOException {
        return stages.carriedOut(Orders.order(folder.resolve(run), stage.name(), stage.work()));
    }

    /** Evaluation and checkpoints left out. */
    private static double secondsAStep(StageResult result) {
        return BATCH / result.imagesPerSecond().orElseThrow();
    }
}
