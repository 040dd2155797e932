package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.Training;
import io.mlfd.plan.Level;
import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentFeatures;
import io.mlfd.trainer.supervised.StudentLoss;
import io.mlfd.trainer.supervised.TeacherTargets.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The student's loss on numbers that can be checked with pencil and paper. */
class DistillationLossTest {
    private static final Level LAST = new Level.FeatureMap(0);
    private static final Level EMBEDDING = new Level.Embedding();

    /**
     * T*: softmax(2 ln 3 / 2, 0) = (3/4, 1/4). Student: softmax(0, 2 ln 4 / 2) = (1/5, 4/5), and (1/17, 16/17) at
     * temperature 1. The student's 4x4 map has tiles with means 1 to 4, T*'s 2x2 map is zero.
     */
    @Test
    void everyTermIsTheEquation() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            NDArray last = twice(manager.create(
                    new float[] {0, 2, 2, 2, 1, 1, 2, 2, 3, 3, 4, 0, 3, 3, 4, 8}, new Shape(1, 1, 4, 4)));
            NDArray embedding = twice(manager.create(new float[] {1, 3}, new Shape(1, 2)));
            NDArray logits = twice(manager.create(new float[] {0, (float) (2 * Math.log(4))}, new Shape(1, 2)));
            Map<Level, NDArray> maps = new LinkedHashMap<>();
            maps.put(LAST, manager.zeros(new Shape(2, 1, 2, 2)));
            maps.put(EMBEDDING, manager.ones(new Shape(2, 2)));
            NDArray teacher = twice(manager.create(new float[] {(float) (2 * Math.log(3)), 0}, new Shape(1, 2)));
            Targets targets = new Targets(teacher, maps);

            LossTerms.Values values = new StudentLoss(
                            2, new LossWeights(0.6, 0.2, 0.2), new LabelLoss(0), (images, scope) -> targets)
                    .of(new NetworkOutput(List.of(last), embedding, logits), twoImagesOfClassOne(manager), manager)
                    .values(1, "");

            double soft = 4 * -(0.75 * Math.log(0.2) + 0.25 * Math.log(0.8));
            double features = ((1 + 4 + 9 + 16) / 4.0 + (0 + 4) / 2.0) / 2;
            double hard = -Math.log(16 / 17.0);
            assertThat((double) values.terms().get("soft")).isCloseTo(soft, within(1e-5));
            assertThat((double) values.terms().get("features last")).isCloseTo(7.5, within(1e-6));
            assertThat((double) values.terms().get("features embedding")).isCloseTo(2, within(1e-6));
            assertThat((double) values.terms().get("hard")).isCloseTo(hard, within(1e-5));
            assertThat((double) values.total())
                    .isCloseTo(0.6 * soft + 0.2 * features + 0.2 * hard, within(1e-5))
                    .isCloseTo(3.99300, within(1e-5));
        }
    }

    /** A map that is off by 2 everywhere and an embedding that is off by 1: 4 and 1, weighed 3 to 1. */
    @Test
    void levelsWeighAmongEachOther() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            NDArray logits = manager.zeros(new Shape(2, 2));
            Map<Level, NDArray> maps = new LinkedHashMap<>();
            maps.put(LAST, manager.full(new Shape(2, 1, 2, 2), 2f));
            maps.put(EMBEDDING, manager.ones(new Shape(2, 2)));
            LossTerms.Values values = new StudentLoss(
                            2,
                            new LossWeights(0, 0.5, 0),
                            Map.of(LAST, 3.0, EMBEDDING, 1.0),
                            new LabelLoss(0),
                            (indices, scope) -> new Targets(logits, maps),
                            StudentFeatures.AS_THEY_ARE)
                    .of(
                            new NetworkOutput(List.of(manager.zeros(new Shape(2, 1, 2, 2))), logits, logits),
                            twoImagesOfClassOne(manager),
                            manager)
                    .values(1, "");
            assertThat((double) values.total()).isCloseTo(0.5 * (3 * 4 + 1) / 4, within(1e-6));
        }
    }

    @Test
    void aMapThatIsNoMultipleOfItsTargetIsRefused() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            NDArray last = manager.zeros(new Shape(2, 1, 3, 3));
            NDArray logits = manager.zeros(new Shape(2, 2));
            Targets targets = new Targets(logits, Map.of(LAST, manager.zeros(new Shape(2, 1, 2, 2))));
            assertThatThrownBy(() -> new StudentLoss(
                                    2, new LossWeights(0.6, 0.2, 0.2), new LabelLoss(0), (images, scope) -> targets)
                            .of(
                                    new NetworkOutput(List.of(last), logits, logits),
                                    twoImagesOfClassOne(manager),
                                    manager))
                    .hasMessageContaining("cannot be averaged");
        }
    }

    private static NDArray twice(NDArray image) {
        return image.concat(image, 0);
    }

    private static ImageBatches.Images twoImagesOfClassOne(NDManager scope) {
        DataSetImages two = DataSetImages.of(
                Split.TRAIN, 2, List.of("zero", "one"), new byte[2][12], new int[] {1, 1}, List.of("one/a", "one/b"));
        ChannelStatistics statistics = new ChannelStatistics(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        Training training = new Training(
                1,
                2,
                new Training.Optimizer(OptimizerName.SGD, 1, 0, 0, false),
                new Training.Constant(),
                new Training.Augmentation(0, false),
                0);
        LoadedDataSet data = new LoadedDataSet(two, Optional.empty(), two, statistics, "", List.of());
        return new ImageBatches(data, training, RandomKey.of(0, "test")).batch(0, scope);
    }
}
