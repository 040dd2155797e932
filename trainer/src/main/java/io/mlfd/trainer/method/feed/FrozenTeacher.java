package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.DatasetWork;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.StageShape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.List;

/** A trained network whose maps are learnt from: evaluated, never recorded, never changed. */
final class FrozenTeacher implements TargetMaps {
    private final Network network;
    private final int stages;
    private final int channels;

    /** @throws BadOrderException for a level that the network lacks */
    FrozenTeacher(Network network, Level.FeatureMap level, int inputSize) {
        this.network = network;
        this.channels = at(network.shape(), level, inputSize).channels();
        this.stages = network.shape().stageCount() - level.fromEnd();
    }

    /**
     * The network that a stage left: its best weights where a validation split decided, otherwise the last.
     *
     * @param manager holds the network until it is closed
     */
    static FrozenTeacher load(
            StoredFiles files,
            FinishedStage stage,
            DatasetWork dataset,
            int classes,
            Level.FeatureMap level,
            int inputSize,
            NDManager manager) {
        Network network = NetworkFiles.load(files, stage.selectedWeights(), dataset.network(), classes, manager);
        return new FrozenTeacher(network, level, inputSize);
    }

    /** @throws BadOrderException for a level that this network lacks */
    static StageShape at(NetworkShape shape, Level.FeatureMap level, int inputSize) {
        return level.stageOf(shape, inputSize)
                .orElseThrow(() -> new BadOrderException("order: " + shape.label() + " has no maps at level " + level));
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public NDArray of(NDArray images) {
        return Autograd.withoutRecording(
                () -> network.firstMaps(stages, images, Mode.EVAL).get(stages - 1));
    }

    /** (N, K). */
    NDArray logits(NDArray images) {
        return Autograd.withoutRecording(
                () -> network.forward(images, Mode.EVAL).logits());
    }

    /** The logits where the network goes on from other maps in the place of its own, (N, K). */
    NDArray logitsFrom(NDArray maps) {
        return Autograd.withoutRecording(() -> network.logitsFrom(stages, maps, Mode.EVAL));
    }

    /** The mean of all teachers' logits, (N, K). */
    static NDArray ensembleLogits(List<FrozenTeacher> teachers, NDArray images) {
        return Functional.mean(
                teachers.stream().map(teacher -> teacher.logits(images)).toList());
    }
}
