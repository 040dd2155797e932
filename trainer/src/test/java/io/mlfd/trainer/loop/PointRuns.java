package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.Training;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Trainings of {@link Points}, each run in its own folder. */
final class PointRuns implements AutoCloseable {
    static final int EPOCHS = 3;

    private final Path root;
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> liveArrays = new ArrayList<>();
    private final TorchEngine engine = TorchEngine.open(1);

    /** Of folders below {@code root}. */
    PointRuns(Path root) {
        this.root = root;
    }

    /** What people would have been told. */
    List<String> lines() {
        return lines;
    }

    /** The number of arrays at the beginning of each step. */
    List<Integer> liveArrays() {
        return liveArrays;
    }

    Trained train(String run, int checkpointSeconds, Points points) {
        // Every look at the clock takes a fifth of a second.
        AtomicLong ticks = new AtomicLong();
        StageOrder order = order(run, checkpointSeconds);
        StageContext context = new StageContext(
                order,
                root.resolve(run),
                folder(run),
                "content",
                List.of(),
                Map.of(),
                () -> points.stopRequested(),
                () -> Instant.EPOCH.plusMillis(200 * ticks.getAndIncrement()),
                new QuietProgress(lines::add));
        Training training = Orders.training(OptimizerName.ADAMW, EPOCHS);
        try (NDManager manager = engine.manager().newSubManager()) {
            points.build(
                    manager,
                    () -> liveArrays.add(engine.manager().getManagedArrays().size()
                            + manager.getManagedArrays().size()));
            return new TrainingLoop(context, engine, training, RandomKey.of(1, "test")).train(points);
        }
    }

    private StageOrder order(String run, int checkpointSeconds) {
        StageOrder order = Orders.order(root.resolve(run), "joint", Orders.reportWork(List.of()));
        return new StageOrder(
                order.version(),
                order.run(),
                order.stage(),
                order.attempt(),
                order.planKey(),
                order.seed(),
                order.threads(),
                checkpointSeconds,
                order.work(),
                order.inputs(),
                order.places());
    }

    StageFolder folder(String run) {
        return StageFolder.open(
                root.resolve(run), "stages/joint/" + Orders.PLAN_KEY, new WholeFiles(Disk.local()), lines::add);
    }

    Path checkpoint(String run, int step) {
        return folder(run).file(VolumeLayout.CHECKPOINTS).resolve(String.format("step-%08d", step));
    }

    @Override
    public void close() {
        engine.close();
    }
}
