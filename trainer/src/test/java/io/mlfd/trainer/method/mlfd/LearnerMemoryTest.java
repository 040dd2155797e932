package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.Training;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loop.StepMemory;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EngineExtension.class)
class LearnerMemoryTest {
    private static final NetworkShape STUDENT = NetworkShapes.named("resnet8").withWidth(4);
    private static final RandomKey KEY = RandomKey.of(0, "test");
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 1);
    private static final JointShape SHAPE = new JointShape(
            List.of(
                    new JointShape.Expert("shapes", STUDENT),
                    new JointShape.Expert(
                            "other", NetworkShapes.named("resnet14").withWidth(2))),
            List.of(new Level.FeatureMap(1), new Level.FeatureMap(0), new Level.Embedding()),
            Orders.INPUT_SIZE,
            Trunk.SHARED,
            Experts.OTHERS,
            4,
            0.5);

    private final TorchEngine engine;
    private final NDManager manager;
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE);

    @TempDir
    private Path folder;

    LearnerMemoryTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    @Test
    void ofCachedFeatures() {
        CachedSet set = cached();
        StepMemory.assertKeptUntilTheBackwardPass(
                engine,
                new JointLearner(
                        teacher(set),
                        List.of(set),
                        TRAINING,
                        KEY,
                        new JointEvaluator(engine, StopSignal.never(), TRAINING.batchSize())));
    }

    @Test
    void ofTheJointTeachersLogitsAndMaps() {
        CachedSet set = cached();
        StepMemory.assertKeptUntilTheBackwardPass(
                engine,
                new Student(
                        Networks.build(STUDENT, set.classes(), Scope.root(manager, 0)),
                        new ImageBatches(data, TRAINING, KEY),
                        new StudentLoss(
                                2,
                                new LossWeights(0.6, 0.2, 0.2),
                                new LabelLoss(0.1),
                                new JointTargets(teacher(set), set))));
    }

    private JointTeacher teacher(CachedSet set) {
        return JointTeacher.create(SHAPE, Map.of(set.name(), set.classes()), 1, manager);
    }

    private CachedSet cached() {
        return RandomFeatures.of(folder, SHAPE, "shapes", data, TRAINING.batchSize());
    }

    /** A student without what comes after its loss. */
    private record Student(Network network, ImageBatches batches, StudentLoss loss) implements Learner {
        @Override
        public StateDict state() {
            return network.state();
        }

        @Override
        public List<Optimised> optimised() {
            return Optimised.all(network.state(), TRAINING);
        }

        @Override
        public int stepsPerEpoch() {
            return batches.stepsPerEpoch();
        }

        @Override
        public StepLoss loss(Phase phase, long step, NDManager scope) {
            ImageBatches.Images images = batches.batch(step, scope);
            return new StepLoss(
                    loss.of(network.forward(images.arrays().images(), Mode.TRAIN), images, scope),
                    images.count(),
                    OptionalInt.empty());
        }

        @Override
        public List<Validation> validate() {
            return List.of();
        }

        @Override
        public List<Artifact> artifacts() {
            return List.of(Artifact.whole(network.state(), Map.of()));
        }
    }
}
