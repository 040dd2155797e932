package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.Training.Mixing;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.StepMemory;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class LearnerMemoryTest {
    private static final RandomKey KEY = RandomKey.of(0, "test");
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 1);

    private final TorchEngine engine;
    private final NDManager manager;
    private final Evaluator evaluator;
    private final LoadedDataSet shapes = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE);

    LearnerMemoryTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.evaluator = new Evaluator(engine, StopSignal.never());
    }

    @Test
    void ofLabels() {
        StepMemory.assertKeptUntilTheBackwardPass(engine, learner(new LabelLoss(0.1)));
    }

    @Test
    void ofWeighedLabels() {
        List<Double> weights = Collections.nCopies(classes(shapes), 1.5);
        StepMemory.assertKeptUntilTheBackwardPass(engine, learner(new LabelLoss(0.1, weights)));
    }

    @Test
    void ofWeighedLabelsOfMixedImages() {
        Augmentation mixing = new Augmentation(
                2,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Mixing(1)),
                Optional.of(new Mixing(1)));
        Training mixed = new Training(
                TRAINING.epochs(),
                TRAINING.batchSize(),
                TRAINING.optimizer(),
                TRAINING.schedule(),
                mixing,
                TRAINING.labelSmoothing(),
                Optional.of(new Training.Balanced()));
        ImageBatches batches = new ImageBatches(shapes, mixed, KEY);
        StepMemory.assertKeptUntilTheBackwardPass(engine, learner(mixed, batches, batches.labelLoss()));
    }

    @Test
    void ofATeachersLogits() {
        TeacherTargets targets =
                LogitTable.of(network(classes(shapes), 1), shapes.train(), shapes.statistics(), evaluator);
        StepMemory.assertKeptUntilTheBackwardPass(
                engine, learner(new StudentLoss(2, new LossWeights(0.6, 0.2, 0.2), new LabelLoss(0.1), targets)));
    }

    @Test
    void ofABatchOfSeveralDataSets() {
        LoadedDataSet textures = FewImages.of(GeneratedKind.TEXTURES, Orders.INPUT_SIZE);
        LabelSpace space = new LabelSpace(List.of(
                new LabelSpace.Block("shapes", LabelBlock.all(classes(shapes)), shapes),
                new LabelSpace.Block("textures", new LabelBlock(classes(shapes), classes(textures)), textures)));
        StepMemory.assertKeptUntilTheBackwardPass(
                engine,
                new UnionLearner(
                        network(space.classes(), 0),
                        space,
                        TRAINING,
                        new UnionBatches(space, TRAINING, KEY),
                        evaluator,
                        metadata()));
    }

    private ClassifierLearner learner(BatchLoss loss) {
        return learner(TRAINING, new ImageBatches(shapes, TRAINING, KEY), loss);
    }

    private ClassifierLearner learner(Training training, ImageBatches batches, BatchLoss loss) {
        return new ClassifierLearner(
                network(classes(shapes), 0), "shapes", shapes, training, batches, loss, evaluator, metadata());
    }

    private Network network(int classes, long seed) {
        return Networks.build(NetworkFiles.shape(Orders.NETWORK), classes, Scope.root(manager, seed));
    }

    private static NetworkMetadata metadata() {
        return new NetworkMetadata(Orders.NETWORK, Orders.INPUT_SIZE, List.of());
    }

    private static int classes(LoadedDataSet data) {
        return data.train().classNames().size();
    }
}
