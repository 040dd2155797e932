package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.supervised.ImageBatches.Images;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class ImageBatchesTest {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 1);
    private static final RandomKey KEY = RandomKey.of(3, "student");

    private final NDManager manager;
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE);

    ImageBatchesTest(NDManager manager) {
        this.manager = manager;
    }

    @Test
    void theImagesOfAStepAreKnownWithoutReadingThem() {
        ImageBatches batches = new ImageBatches(data, TRAINING, KEY);
        for (long step = 0; step < 2L * batches.stepsPerEpoch(); step++) {
            int[] indices = batches.indices(step);
            Images images = batches.batch(step, manager);
            assertThat(indices).isEqualTo(images.indices());
            assertThat(images.arrays().labels().toLongArray())
                    .isEqualTo(Arrays.stream(indices)
                            .mapToLong(data.train()::label)
                            .toArray());
        }
    }

    @Test
    void theFirstViewIsTheOneThatThereWouldBeAlone() {
        ImageBatches alone = new ImageBatches(data, TRAINING, KEY);
        ImageBatches several = new ImageBatches(data, TRAINING, KEY, 3);
        for (int step = 0; step < 2 * alone.stepsPerEpoch(); step++) {
            float[] expected = pixels(alone.batch(step, manager));
            assertThat(pixels(several.views(step, manager).get(0))).isEqualTo(expected);
            assertThat(pixels(several.batch(step, manager))).isEqualTo(expected);
        }
    }

    @Test
    void everyViewShowsTheSameImagesInTheSameOrderChangedOtherwise() {
        List<Images> views = new ImageBatches(data, TRAINING, KEY, 4).views(1, manager);

        assertThat(views).hasSize(4);
        assertThat(views.stream().map(ImageBatchesTest::pixels)).doesNotHaveDuplicates();
        assertThat(views).allSatisfy(view -> {
            assertThat(view.indices()).isEqualTo(views.get(0).indices());
            assertThat(view.arrays().labels().toLongArray())
                    .isEqualTo(views.get(0).arrays().labels().toLongArray());
        });
    }

    @Test
    void aViewDependsOnItsNumberAndNotOnHowManyThereAreNorOnWhatWasAskedForBefore() {
        ImageBatches two = new ImageBatches(data, TRAINING, KEY, 2);
        ImageBatches four = new ImageBatches(data, TRAINING, KEY, 4);
        int last = 2 * two.stepsPerEpoch() - 1;
        List<float[]> before = pixels(four.views(last, manager));
        for (int step = last; step >= 0; step--) {
            List<float[]> fewer = pixels(two.views(step, manager));
            assertThat(pixels(four.views(step, manager)).subList(0, 2))
                    .usingRecursiveComparison()
                    .isEqualTo(fewer);
        }
        assertThat(pixels(four.views(last, manager))).usingRecursiveComparison().isEqualTo(before);
    }

    /** Of the 50 windows there are, a few may be drawn twice. */
    @Test
    void furtherViewsAreDrawnAnewInEveryEpoch() {
        ImageBatches batches = new ImageBatches(data, TRAINING, KEY, 2);
        Map<Integer, float[]> first = secondViews(batches, 0);
        Map<Integer, float[]> second = secondViews(batches, 1);

        assertThat(first).hasSize(data.train().count()).containsOnlyKeys(second.keySet());
        assertThat(first.keySet())
                .filteredOn(image -> Arrays.equals(first.get(image), second.get(image)))
                .hasSizeLessThan(first.size() / 2);
    }

    @Test
    void withoutAugmentationAllViewsAreTheImagesAsTheyAre() {
        List<float[]> views = pixels(new ImageBatches(data, TRAINING.withoutAugmentation(), KEY, 3).views(0, manager));

        assertThat(views.get(1)).isEqualTo(views.get(0));
        assertThat(views.get(2)).isEqualTo(views.get(0));
    }

    @Test
    void noViewIsNoBatch() {
        assertThatThrownBy(() -> new ImageBatches(data, TRAINING, KEY, 0)).hasMessageStartingWith("0 views");
    }

    /** Of an epoch, by the image's index. */
    private Map<Integer, float[]> secondViews(ImageBatches batches, int epoch) {
        Map<Integer, float[]> found = new TreeMap<>();
        for (int step = 0; step < batches.stepsPerEpoch(); step++) {
            Images view = batches.views((long) epoch * batches.stepsPerEpoch() + step, manager)
                    .get(1);
            float[] all = pixels(view);
            int length = all.length / view.count();
            for (int i = 0; i < view.count(); i++) {
                found.put(view.indices()[i], Arrays.copyOfRange(all, i * length, (i + 1) * length));
            }
        }
        return found;
    }

    private static List<float[]> pixels(List<Images> views) {
        return views.stream().map(ImageBatchesTest::pixels).toList();
    }

    private static float[] pixels(Images view) {
        return view.arrays().images().toFloatArray();
    }
}
