package io.mlfd.trainer.benchmark;

import io.mlfd.api.DeviceChoice;
import io.mlfd.contract.StageOrder;
import io.mlfd.plan.Stage;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Epoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Images a second of one network's training, as a stage of a run has it: drawn images, cropped and flipped, AdamW, batches
 * put together, everything but evaluation and checkpoints. {@code src/bench/pytorch/training_speed.py} does the same work.
 */
final class TrainingSpeed {
    /** In which the JVM compiles and the engine chooses its algorithms. */
    private static final int UNCOUNTED_EPOCHS = 2;

    private static final String STAGE = "baseline/alone/glyphs";
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: training-speed}
            spec:
              datasets:
                - name: glyphs
                  source: {generated: {kind: glyphs}, trainPerClass: %d, testPerClass: 2}
                  model: {name: %s}
              input: {size: %d}
              training: {epochs: %d, batchSize: %d, augmentation: {crop: 4, flip: true}}
              method: {dml: {}}
              baselines: [Alone]
            """;

    private final MeasuredStages stages = new MeasuredStages();
    private final Path folder;
    private final DeviceChoice device;
    private final int threads;

    /**
     * What is trained.
     *
     * @param pixels on each side
     * @param epochs more than {@link #UNCOUNTED_EPOCHS}
     */
    record Work(String network, int pixels, int batch, int trainPerClass, int epochs) {}

    /** @param imagesPerSecond the median over the counted epochs */
    record Speed(Work work, double imagesPerSecond, Provenance made) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %.0f | %.2f ms |",
                    work.network(),
                    work.pixels(),
                    work.batch(),
                    imagesPerSecond,
                    1000 * work.batch() / imagesPerSecond);
        }
    }

    /** @param folder for what stages leave, empty */
    TrainingSpeed(Path folder, DeviceChoice device, int threads) {
        this.folder = folder;
        this.device = device;
        this.threads = threads;
    }

    Speed of(Work work) throws IOException {
        Stage stage = stage(work);
        Path run = folder.resolve(work.network() + "-" + work.pixels() + "-" + work.batch());
        StageOrder order = new StageOrder(
                StageOrder.VERSION,
                "training-speed",
                STAGE,
                1,
                stage.planKey(),
                stage.seed(),
                threads,
                Optional.of(device),
                3600,
                stage.work(),
                List.of(),
                new StageOrder.Places(run.toString(), Map.of()));
        StageResult result = stages.carriedOut(order);
        return new Speed(work, imagesPerSecond(result), result.provenance());
    }

    private Stage stage(Work work) {
        String file = FILE.formatted(work.trainPerClass(), work.network(), work.pixels(), work.epochs(), work.batch());
        return stages.plan("training-speed", file).stage(STAGE);
    }

    private static double imagesPerSecond(StageResult result) {
        List<Double> seconds = result.curve().stream()
                .skip(UNCOUNTED_EPOCHS)
                .map(Epoch::seconds)
                .sorted()
                .toList();
        return result.data().get(0).train() / seconds.get(seconds.size() / 2);
    }
}
