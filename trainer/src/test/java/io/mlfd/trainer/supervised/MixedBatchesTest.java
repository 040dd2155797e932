package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.Training.ColorJitter;
import io.mlfd.contract.Training.Erasing;
import io.mlfd.contract.Training.Mixing;
import io.mlfd.contract.Training.RandAugment;
import io.mlfd.contract.Training.RandomResizedCrop;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Workers;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches whose images are mixed with each other. */
@ExtendWith(EngineExtension.class)
class MixedBatchesTest {
    private static final RandomKey KEY = RandomKey.of(3, "student");

    private final NDManager manager;
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE);
    private final LoadedDataSet textures = FewImages.of(GeneratedKind.TEXTURES, Orders.INPUT_SIZE);

    MixedBatchesTest(NDManager manager) {
        this.manager = manager;
    }

    private static Training training(boolean mixup, boolean cutMix) {
        Training given = Orders.training(OptimizerName.SGD, 2);
        Augmentation augmentation = new Augmentation(
                2,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                mixup ? Optional.of(new Mixing(1)) : Optional.empty(),
                cutMix ? Optional.of(new Mixing(1)) : Optional.empty());
        return new Training(
                given.epochs(),
                given.batchSize(),
                given.optimizer(),
                given.schedule(),
                augmentation,
                given.labelSmoothing());
    }

    /** Each image is what it would be, and its neighbour what that would be, in the shares that the labels say. */
    @Test
    void mixupIsOfTheImagesThatThereWouldBeWithoutIt() {
        ImageBatches plain = new ImageBatches(data, training(false, false), KEY);
        ImageBatches mixed = new ImageBatches(data, training(true, false), KEY);
        int classes = data.train().classNames().size();
        List<Float> kept = new ArrayList<>();
        for (long step = 0; step < 2L * plain.stepsPerEpoch(); step++) {
            float[] before = plain.batch(step, manager).arrays().images().toFloatArray();
            long[] labels = plain.batch(step, manager).arrays().labels().toLongArray();
            BatchArrays found = mixed.batch(step, manager).arrays();
            float[] after = found.images().toFloatArray();
            float[] shares = found.labels().toFloatArray();
            int count = labels.length;
            int length = before.length / count;
            float own = share(labels, shares, classes);
            kept.add(own);

            assertThat(found.labels().getShape()).isEqualTo(new Shape(count, classes));
            for (int i = 0; i < count; i++) {
                int previous = (i + count - 1) % count;
                for (int at = 0; at < length; at++) {
                    assertThat(after[i * length + at])
                            .isCloseTo(
                                    before[i * length + at] * own + before[previous * length + at] * (1 - own),
                                    within(1e-5f));
                }
            }
        }
        assertThat(kept).as("one a step").doesNotHaveDuplicates();
    }

    /** The share that an image keeps, from an image whose neighbour is of another class. */
    private static float share(long[] labels, float[] shares, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != labels[(i + labels.length - 1) % labels.length]) {
                return shares[i * classes + (int) labels[i]];
            }
        }
        throw new AssertionError("all of one class");
    }

    @Test
    void aMixtureIsAFunctionOfTheStepWhateverWasAskedForBefore() {
        ImageBatches forward = new ImageBatches(data, training(true, true), KEY);
        ImageBatches backward = new ImageBatches(data, training(true, true), KEY);
        int last = 2 * forward.stepsPerEpoch() - 1;
        float[][] images = new float[last + 1][];
        float[][] labels = new float[last + 1][];
        for (int step = 0; step <= last; step++) {
            BatchArrays arrays = forward.batch(step, manager).arrays();
            images[step] = arrays.images().toFloatArray();
            labels[step] = arrays.labels().toFloatArray();
        }
        for (int step = last; step >= 0; step--) {
            BatchArrays arrays = backward.batch(step, manager).arrays();
            assertThat(arrays.images().toFloatArray()).containsExactly(images[step]);
            assertThat(arrays.labels().toFloatArray()).containsExactly(labels[step]);
        }
        assertThat(List.of(labels)).doesNotHaveDuplicates();
    }

    /** Threads fill ahead, and what they fill is what would be filled without them. */
    @Test
    void workersChangeNoBit() {
        Training changed = changed(training(true, true));
        try (Workers workers = Workers.of(2, Ticker.startingAt(Duration.ZERO))) {
            LoadedDataSet ahead = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, workers);
            ImageBatches filledAhead = new ImageBatches(ahead, changed, KEY, 2);
            ImageBatches alone = new ImageBatches(data, changed, KEY, 2);
            assertThat(ahead.train().workers(Augmentations.of(changed)).count()).isEqualTo(2);
            assertThat(ahead.train()
                            .workers(Augmentations.of(training(true, true)))
                            .count())
                    .isZero();
            for (long step : new long[] {0, 1, 2, 5, 3, 4, 5}) {
                List<ImageBatches.Images> expected = alone.views(step, manager);
                List<ImageBatches.Images> found = filledAhead.views(step, manager);
                for (int view = 0; view < 2; view++) {
                    BatchArrays arrays = found.get(view).arrays();
                    assertThat(arrays.images().toFloatArray())
                            .containsExactly(
                                    expected.get(view).arrays().images().toFloatArray());
                    assertThat(arrays.labels().toFloatArray())
                            .containsExactly(
                                    expected.get(view).arrays().labels().toFloatArray());
                }
            }
        }
    }

    private static Training changed(Training training) {
        Augmentation given = training.augmentation();
        return new Training(
                training.epochs(),
                training.batchSize(),
                training.optimizer(),
                training.schedule(),
                new Augmentation(
                        0,
                        true,
                        Optional.of(new RandomResizedCrop(new Training.Span(0.2, 1), new Training.Span(0.75, 1.25))),
                        Optional.of(new RandAugment(2, 9)),
                        Optional.of(new ColorJitter(0.4, 0.4, 0.4, 0.1)),
                        Optional.of(new Erasing(0.5, new Training.Span(0.02, 0.33), new Training.Span(0.3, 3.3))),
                        given.mixup(),
                        given.cutMix()),
                training.labelSmoothing());
    }

    /** Peers with views of their own have labels in common. */
    @Test
    void allViewsOfABatchAreMixedAlike() {
        ImageBatches batches = new ImageBatches(data, training(true, true), KEY, 3);
        for (long step = 0; step < batches.stepsPerEpoch(); step++) {
            List<ImageBatches.Images> views = batches.views(step, manager);
            float[] labels = views.get(0).arrays().labels().toFloatArray();

            assertThat(views)
                    .allSatisfy(view ->
                            assertThat(view.arrays().labels().toFloatArray()).containsExactly(labels));
            assertThat(views.stream().map(view -> view.arrays().images().toFloatArray()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void imagesOfAllDataSetsAreMixedWithEachOther() {
        LabelSpace space = new LabelSpace(List.of(
                new LabelSpace.Block(
                        "shapes", new LabelBlock(0, data.train().classNames().size()), data),
                new LabelSpace.Block(
                        "textures",
                        new LabelBlock(
                                data.train().classNames().size(),
                                textures.train().classNames().size()),
                        textures)));
        int first = data.train().classNames().size();
        UnionBatches batches = new UnionBatches(space, training(true, false), KEY);
        int across = 0;
        for (long step = 0; step < batches.stepsPerEpoch(); step++) {
            BatchArrays arrays = batches.batch(step, manager);
            int count = (int) arrays.images().getShape().get(0);
            float[] shares = arrays.labels().toFloatArray();

            assertThat(arrays.labels().getShape()).isEqualTo(new Shape(count, space.classes()));
            for (int i = 0; i < count; i++) {
                float ofShapes = 0;
                float all = 0;
                for (int label = 0; label < space.classes(); label++) {
                    float share = shares[i * space.classes() + label];
                    all += share;
                    ofShapes += label < first ? share : 0;
                }
                assertThat(all).isCloseTo(1, within(1e-6f));
                across += ofShapes > 0 && ofShapes < 0.999 ? 1 : 0;
            }
        }

        // Were each data set mixed within itself, only the first image of each would meet one of the other.
        assertThat(across).isGreaterThan(4 * batches.stepsPerEpoch());
    }
}
