package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.Training;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LastBatch;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.MultiSetSampler;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.data.StratifiedFolds;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.LabelLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A data set of which two fold experts are asked: on which images, and by whom. */
@ExtendWith(EngineExtension.class)
class OutOfFoldSetTest {
    private static final NetworkShape NETWORK = NetworkShapes.named("resnet8").withWidth(2);
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 2);
    private static final RandomKey KEY = RandomKey.of(0, "test");
    private static final int BATCH = TRAINING.batchSize();

    private final TorchEngine engine;

    @TempDir
    private Path folder;

    private LoadedDataSet data;
    private StratifiedFolds folds;
    private CachedSet set;

    OutOfFoldSetTest(TorchEngine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void build() {
        data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));
        folds = StratifiedFolds.of("shapes", data.train(), 2, RandomKey.of(0, "folds"));
        set = RandomFeatures.of(
                folder, shape(Optional.empty()), "shapes", data, data.train().count(), new HeldOut(Optional.of(folds)));
    }

    private static JointShape shape(Optional<Standardisation> standardisation) {
        return new JointShape(
                List.of(
                        new JointShape.Expert("shapes", NETWORK, NETWORK, OptionalInt.of(2)),
                        new JointShape.Expert("textures", NETWORK)),
                List.of(new Level.FeatureMap(0)),
                Orders.INPUT_SIZE,
                Trunk.SHARED,
                Experts.OUT_OF_FOLD,
                2,
                0,
                List.of(),
                standardisation,
                Activation.GELU);
    }

    private JointTeacher teacher(Optional<Standardisation> standardisation, NDManager manager) {
        return JointTeacher.create(
                shape(standardisation),
                Map.of("shapes", data.train().classNames().size()),
                0,
                manager);
    }

    @Test
    void onlyTrainImagesAreOutOfAFold() {
        int[] images = {2, 0, 1};
        assertThat(set.heldOut(Split.TRAIN, images))
                .hasValueSatisfying(own -> assertThat(own).containsExactly(folds.of(images)));
        assertThat(set.heldOut(Split.VALIDATION, images)).isEmpty();
        assertThat(set.heldOut(Split.TEST, images)).isEmpty();
    }

    /** The joint teacher's loss of a step, and what students learn from it. */
    @Test
    void ofATrainImageTheOneIsAskedThatHasNotSeenIt() {
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = teacher(Optional.empty(), manager);
            JointLearner learner = new JointLearner(
                    teacher, List.of(set), TRAINING, KEY, new JointEvaluator(engine, StopSignal.never(), BATCH));
            int[] images = new MultiSetSampler(List.of(data.train().count()), BATCH, LastBatch.KEEP, KEY)
                    .batch(0)
                    .images();
            Optional<int[]> held = Optional.of(folds.of(images));
            NDArray labels = set.labels(Split.TRAIN, images, manager);
            NDArray logits = teacher.forward("shapes", set.features(Split.TRAIN, images, manager), held, Mode.TRAIN)
                    .logits();
            float expected = LabelLoss.of(TRAINING, data.train())
                    .crossEntropy(logits, labels)
                    .getFloat();
            float actual = Autograd.withoutRecording(() -> learner.loss(Phase.whole(learner.optimised()), 0, manager))
                    .terms()
                    .total()
                    .getFloat();
            assertThat(actual).isEqualTo(expected);

            float[] said = teacher.forward("shapes", set.features(Split.TRAIN, images, manager), held, Mode.EVAL)
                    .logits()
                    .toFloatArray();
            assertThat(new JointTargets(teacher, set)
                            .of(images, 0, manager)
                            .logits()
                            .toFloatArray())
                    .containsExactly(said);
            // Else nothing would be told by the above.
            assertThat(teacher.forward("shapes", set.features(Split.TRAIN, images, manager), Mode.EVAL)
                            .logits()
                            .toFloatArray())
                    .isNotEqualTo(said);
        }
    }

    /** Over the images that a fold expert is heard on, and no others, its features have mean 0 and variance 1. */
    @Test
    void featuresComeToACommonScaleByTheImagesThatTheyAreHeardOn() {
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = teacher(Optional.of(Standardisation.PER_CHANNEL), manager);
            List<Standards.Place> places = teacher.standards();
            assertThat(places)
                    .extracting(Standards.Place::fold)
                    .containsExactly(
                            Optional.of(new Standards.Fold("shapes", 0)),
                            Optional.of(new Standards.Fold("shapes", 1)),
                            Optional.empty());
            new Standards(engine, StopSignal.never(), BATCH).estimate(places, List.of(set));
            for (Standards.Place place : places) {
                // Of two folds, what is outside of one is the other.
                int[] heard = place.fold()
                        .map(fold -> folds.outside(1 - fold.number()))
                        .orElseGet(
                                () -> IntStream.range(0, data.train().count()).toArray());
                NDArray features = set.features(Split.TRAIN, heard, manager).get(place.segment());
                NDArray scaled = place.standard()
                        .forward(features)
                        .transpose(1, 0, 2, 3)
                        .reshape(features.getShape().get(1), -1);
                for (float mean : scaled.mean(new int[] {1}).toFloatArray()) {
                    assertThat(mean).isCloseTo(0, within(1e-5f));
                }
                for (float variance : scaled.square().mean(new int[] {1}).toFloatArray()) {
                    assertThat(variance).isCloseTo(1, within(1e-4f));
                }
            }
        }
    }
}
