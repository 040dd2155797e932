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
import io.mlfd.trainer.cache.CacheBuilder;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loop.StepMemory;
import io.mlfd.trainer.loop.TrainingTask;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.StudentLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EngineExtension.class)
class TaskMemoryTest {
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

    TaskMemoryTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    @Test
    void ofCachedFeatures() {
        CachedSet set = cached();
        StepMemory.assertKeptUntilTheBackwardPass(
                engine,
                new JointTask(
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
                        new StudentLoss(2, new LossWeights(0.6, 0.2, 0.2), 0.1, new JointTargets(teacher(set), set))));
    }

    private JointTeacher teacher(CachedSet set) {
        return JointTeacher.create(SHAPE, Map.of(set.name(), set.classes()), 1, manager);
    }

    private CachedSet cached() {
        CacheDescription description = CacheDescription.of(
                1,
                0,
                "data",
                List.of(),
                SHAPE.segments(),
                List.of(
                        new SplitRows(Split.TRAIN, data.train().count()),
                        new SplitRows(Split.TEST, data.test().count())),
                1 << 16);
        FeatureCache cache = new CacheBuilder(folder, description, new WholeFiles(Disk.local()), line -> {})
                .build(
                        (split, first, count) -> SHAPE.segments().stream()
                                .map(segment -> normal(segment.name(), first, count * segment.length()))
                                .toList(),
                        Map.of(
                                Split.TRAIN, data.train().labels(),
                                Split.TEST, data.test().labels()),
                        TRAINING.batchSize(),
                        (done, images) -> {});
        return new CachedSet("shapes", data, cache, TRAINING.batchSize());
    }

    private static float[] normal(String name, int first, int count) {
        RandomStream random = KEY.with(name).with(first).stream();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** A student without what comes after its loss. */
    private record Student(Network network, ImageBatches batches, StudentLoss loss) implements TrainingTask {
        @Override
        public StateDict state() {
            return network.state();
        }

        @Override
        public int stepsPerEpoch() {
            return batches.stepsPerEpoch();
        }

        @Override
        public StepLoss loss(long step, NDManager scope) {
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
        public Map<String, String> metadata() {
            return Map.of();
        }
    }
}
