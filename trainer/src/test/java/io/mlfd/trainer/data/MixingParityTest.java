package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.data.augmentation.Mixture;
import io.mlfd.trainer.data.augmentation.Mixture.CutMix;
import io.mlfd.trainer.data.augmentation.Mixture.MixUp;
import io.mlfd.trainer.data.augmentation.Mixtures;
import io.mlfd.trainer.engine.EngineExtension;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Given what was drawn, a batch becomes what torchvision makes of it, bit by bit. */
@ExtendWith(EngineExtension.class)
class MixingParityTest {
    private static final int SIZE = 7;
    private static final int CLASSES = 4;
    private static final int LENGTH = 3 * SIZE * SIZE;

    private final NDManager manager;
    private final PyTorchFixture fixture;

    MixingParityTest(NDManager manager) {
        this.manager = manager;
        this.fixture = PyTorchFixture.read("mixing", manager);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.3, 0.87, 1.0})
    void mixupIsTorchvisions(double share) {
        assertMixed(new MixUp(share), "mixup/" + share);
    }

    /** Boxes that lie inside, over an edge and over a corner, of one pixel's half and of the whole image. */
    @ParameterizedTest
    @CsvSource({"0.3, 0, 6", "0.7, 3, 3", "0.96, 2, 5", "0.999, 1, 1", "0.0, 6, 0"})
    void cutMixIsTorchvisions(double share, int x, int y) {
        assertMixed(new CutMix(Mixtures.box(share, x, y, SIZE)), "cutmix/" + share + "/" + x + "/" + y);
    }

    private void assertMixed(Mixture mixture, String key) {
        int[] inOrder = IntStream.range(0, 5).toArray();
        Batch batch = batch(inOrder);
        batch.mix(mixture, inOrder, CLASSES);
        BatchArrays arrays = BatchArrays.of(manager, batch);

        assertThat(arrays.images().toFloatArray())
                .containsExactly(fixture.get(key + "/images").toFloatArray());
        assertThat(arrays.labels().toFloatArray())
                .containsExactly(fixture.get(key + "/labels").toFloatArray());
        assertThat(arrays.labels().getShape())
                .isEqualTo(fixture.get(key + "/labels").getShape());
    }

    /** Images that lie in another order are mixed with the same ones. */
    @Test
    void whereImagesLieDoesNotDecideWithWhichTheyAreMixed() {
        int[] order = {3, 0, 4, 1, 2};
        Batch batch = batch(order);
        batch.mix(new MixUp(0.3), order, CLASSES);
        float[] images = BatchArrays.of(manager, batch).images().toFloatArray();
        float[] labels = BatchArrays.of(manager, batch).labels().toFloatArray();
        float[] expected = fixture.get("mixup/0.3/images").toFloatArray();
        float[] shares = fixture.get("mixup/0.3/labels").toFloatArray();

        for (int i = 0; i < 5; i++) {
            assertThat(Arrays.copyOfRange(images, order[i] * LENGTH, (order[i] + 1) * LENGTH))
                    .containsExactly(Arrays.copyOfRange(expected, i * LENGTH, (i + 1) * LENGTH));
            assertThat(Arrays.copyOfRange(labels, order[i] * CLASSES, (order[i] + 1) * CLASSES))
                    .containsExactly(Arrays.copyOfRange(shares, i * CLASSES, (i + 1) * CLASSES));
        }
    }

    @Test
    void whatIsFilledAnewIsNotMixed() {
        int[] inOrder = IntStream.range(0, 5).toArray();
        Batch batch = batch(inOrder);
        batch.mix(new MixUp(0.3), inOrder, CLASSES);
        assertThat(batch.isMixed()).isTrue();

        batch.resize(3);

        assertThat(batch.isMixed()).isFalse();
    }

    /** The fixture's images, the first at {@code places[0]} and so on. */
    private Batch batch(int[] places) {
        NDArray images = fixture.get("images");
        long[] labels = fixture.get("labels").toLongArray();
        Batch batch = Batch.allocate(5, SIZE);
        batch.resize(5);
        for (int i = 0; i < 5; i++) {
            batch.set(places[i], images.get(i).toFloatArray(), labels[i]);
        }
        return batch;
    }
}
