package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.storage.StageFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trainings of {@link Points}, each run in its own folder. */
final class PointRuns implements AutoCloseable {
    static final int EPOCHS = 3;

    private final Path root;
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> liveArrays = new ArrayList<>();
    private final TorchEngine engine = TorchEngine.open(1, TestDevice.choice());

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
        return train(run, checkpointSeconds, points, LoopSettings.plain(EPOCHS));
    }

    Trained train(String run, int checkpointSeconds, Points points, LoopSettings settings) {
        TestHost host = TestHost.in(root.resolve(run), checkpointSeconds, points::stopRequested, lines::add);
        try (NDManager manager = engine.manager().newSubManager()) {
            points.build(
                    manager,
                    () -> liveArrays.add(engine.manager().getManagedArrays().size()
                            + manager.getManagedArrays().size()));
            return new TrainingLoop(host, engine, settings, RandomKey.of(1, "test")).train(points);
        }
    }

    StageFolder folder(String run) {
        return TestHost.in(root.resolve(run), 0, () -> false, lines::add).folder();
    }

    Path checkpoint(String run, int step) {
        return folder(run).file(VolumeLayout.CHECKPOINTS).resolve(String.format("step-%08d", step));
    }

    @Override
    public void close() {
        engine.close();
    }
}
