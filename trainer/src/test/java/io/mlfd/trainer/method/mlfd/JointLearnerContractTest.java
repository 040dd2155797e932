package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.Training;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.LearnerContractTest;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class JointLearnerContractTest extends LearnerContractTest {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 2);
    private static final JointShape SHAPE = new JointShape(
            List.of(
                    new JointShape.Expert(
                            "shapes", NetworkShapes.named("resnet8").withWidth(2)),
                    new JointShape.Expert(
                            "textures", NetworkShapes.named("resnet14").withWidth(2))),
            List.of(new Level.FeatureMap(0), new Level.Embedding()),
            Orders.INPUT_SIZE,
            Trunk.SHARED,
            Experts.ALL,
            2,
            0.5);

    @TempDir
    private Path caches;

    private List<CachedSet> sets = List.of();

    JointLearnerContractTest(TorchEngine engine) {
        super(engine);
    }

    @BeforeEach
    void buildCaches() {
        sets = List.of(cached("shapes", GeneratedKind.SHAPES), cached("textures", GeneratedKind.TEXTURES));
    }

    private CachedSet cached(String name, GeneratedKind kind) {
        LoadedDataSet data = FewImages.of(kind, Orders.INPUT_SIZE, OptionalDouble.of(0.25));
        return RandomFeatures.of(caches.resolve(name), SHAPE, name, data, TRAINING.batchSize());
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        Map<String, Integer> classes = new LinkedHashMap<>();
        sets.forEach(set -> classes.put(set.name(), set.classes()));
        return new JointLearner(
                JointTeacher.create(SHAPE, classes, 0, manager),
                sets,
                TRAINING,
                RandomKey.of(0, "test"),
                new JointEvaluator(engine, stop, TRAINING.batchSize()));
    }
}
