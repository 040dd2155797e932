package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.random.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {

    private static final RandomKey KEY = RandomKey.of(1, "teacher/signs");
    private static final int SIZE = 4;

    /** Pixel value says where it is: channel * 64 + row * 4 + column, plus the image's number. */
    private static DataSetImages images(int count) {
        byte[][] pixels = new byte[count][SIZE * SIZE * 3];
        for (int image = 0; image < count; image++) {
            for (int i = 0; i < SIZE * SIZE; i++) {
                for (int channel = 0; channel < 3; channel++) {
                    pixels[image][i * 3 + channel] = (byte) (channel * 64 + i + image);
                }
            }
        }
        return DataSetImages.of(
                Split.TRAIN,
                SIZE,
                List.of("a", "b"),
                pixels,
                IntStream.range(0, count).map(i -> i % 2).toArray(),
                IntStream.range(0, count).mapToObj(i -> "train/" + i).toList());
    }

    private static float[] floats(Batch batch) {
        float[] values = new float[batch.images().remaining()];
        batch.images().get(values);
        return values;
    }

    @Test
    void normalisedTrainImagesHaveMeanZeroAndDeviationOnePerChannel() {
        DataSetImages images = images(6);
        BatchAssembler assembler = new BatchAssembler(images, ChannelStatistics.of(images), Augmentation.NONE, KEY);
        Batch batch = assembler.allocate(6);
        assembler.fill(batch, new int[] {0, 1, 2, 3, 4, 5}, 0);
        float[] values = floats(batch);

        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            double squares = 0;
            for (int image = 0; image < 6; image++) {
                for (int i = 0; i < 16; i++) {
                    float value = values[(image * 3 + channel) * 16 + i];
                    sum += value;
                    squares += value * value;
                }
            }
            assertThat(sum / 96).isCloseTo(0, within(1e-6));
            assertThat(squares / 96).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void statisticsAreOnTheScaleOfZeroToOneAndHandleAConstantChannel() {
        byte[] pixels = {0, (byte) 255, 7, (byte) 255, (byte) 255, 7, 0, 0, 7, (byte) 255, 0, 7};
        DataSetImages images = DataSetImages.of(
                Split.TRAIN, 2, List.of("a"), new byte[][] {pixels}, new int[] {0}, List.of("train/a/1.png"));
        ChannelStatistics statistics = ChannelStatistics.of(images);

        assertThat(statistics.mean()).containsExactly(0.5, 0.5, 7 / 255.0);
        assertThat(statistics.deviation()).containsExactly(0.5, 0.5, 0.0);

        BatchAssembler assembler = new BatchAssembler(images, statistics, Augmentation.NONE, KEY);
        Batch batch = assembler.allocate(1);
        assembler.fill(batch, new int[] {0}, 0);

        assertThat(floats(batch)).containsExactly(-1, 1, -1, 1, 1, 1, -1, -1, 0, 0, 0, 0);
    }

    /** Every view must be one that a plain, slow crop and flip of the padded image can make. */
    @Property(tries = 300)
    void everyViewIsAWindowOfThePaddedImage(
            @ForAll @IntRange(max = 1000) int epoch, @ForAll @IntRange(max = 2) int crop) {
        DataSetImages images = images(1);
        ChannelStatistics statistics = ChannelStatistics.of(images);
        BatchAssembler plain = new BatchAssembler(images, statistics, Augmentation.NONE, KEY);
        Batch batch = plain.allocate(1);
        plain.fill(batch, new int[] {0}, 0);
        float[] original = floats(batch);
        new BatchAssembler(images, statistics, new Augmentation(crop, true), KEY).fill(batch, new int[] {0}, epoch);
        List<List<Float>> possible = new ArrayList<>();
        for (int top = -crop; top <= crop; top++) {
            for (int left = -crop; left <= crop; left++) {
                possible.add(window(original, top, left, false));
                possible.add(window(original, top, left, true));
            }
        }

        assertThat(possible).contains(boxed(floats(batch)));
    }

    private static List<Float> window(float[] original, int top, int left, boolean mirrored) {
        float[] window = new float[original.length];
        for (int channel = 0; channel < 3; channel++) {
            for (int row = 0; row < SIZE; row++) {
                for (int column = 0; column < SIZE; column++) {
                    int y = row + top;
                    int x = (mirrored ? SIZE - 1 - column : column) + left;
                    boolean inside = y >= 0 && y < SIZE && x >= 0 && x < SIZE;
                    window[(channel * SIZE + row) * SIZE + column] =
                            inside ? original[(channel * SIZE + y) * SIZE + x] : 0;
                }
            }
        }
        return boxed(window);
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    @Test
    void viewsCoverAllOffsetsAndBothDirections() {
        Augmentation augmentation = new Augmentation(1, true);

        assertThat(IntStream.range(0, 500)
                        .mapToObj(i -> augmentation.view(KEY, 0, i))
                        .distinct())
                .hasSize(3 * 3 * 2);
    }

    @Test
    void aViewDependsOnEpochAndImageButNotOnItsPlaceInTheBatch() {
        DataSetImages images = images(40);
        BatchAssembler assembler =
                new BatchAssembler(images, ChannelStatistics.of(images), new Augmentation(2, true), KEY);
        Batch together = assembler.allocate(40);
        assembler.fill(together, IntStream.range(0, 40).toArray(), 3);
        Batch alone = assembler.allocate(1);
        int length = 3 * SIZE * SIZE;
        for (int image = 39; image >= 0; image--) {
            assembler.fill(alone, new int[] {image}, 3);
            assertThat(floats(alone))
                    .containsExactly(Arrays.copyOfRange(floats(together), image * length, (image + 1) * length));
        }
        float[] before = floats(together);
        assembler.fill(together, IntStream.range(0, 40).toArray(), 4);

        assertThat(floats(together)).isNotEqualTo(before);
    }

    @Test
    void aShorterBatchReplacesALongerOne() {
        DataSetImages images = images(5);
        BatchAssembler assembler = new BatchAssembler(images, ChannelStatistics.of(images), Augmentation.NONE, KEY);
        Batch batch = assembler.allocate(4);
        assembler.fill(batch, new int[] {0, 1, 2, 3}, 0);
        assembler.fill(batch, new int[] {4, 1}, 0);

        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.labels()).containsExactly(0, 1);
        assertThat(batch.images().remaining()).isEqualTo(2 * 3 * SIZE * SIZE);
        assertThatThrownBy(() -> assembler.fill(batch, new int[5], 0)).hasMessageContaining("do not fit");
    }

    @Test
    void theEngineSeesTheBatch() {
        DataSetImages images = images(5);
        BatchAssembler assembler = new BatchAssembler(images, ChannelStatistics.of(images), Augmentation.NONE, KEY);
        Batch batch = assembler.allocate(4);
        assembler.fill(batch, new int[] {3, 2, 4}, 0);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            BatchArrays arrays = BatchArrays.of(manager, batch);

            assertThat(arrays.images().getShape()).isEqualTo(new Shape(3, 3, SIZE, SIZE));
            assertThat(arrays.images().getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(arrays.images().toFloatArray()).containsExactly(floats(batch));
            assertThat(arrays.labels().getDataType()).isEqualTo(DataType.INT64);
            assertThat(arrays.labels().toLongArray()).containsExactly(1, 0, 0);
        }
    }

    @Test
    void imagesCannotBeChangedFromOutside() {
        DataSetImages images = images(1);
        images.pixels(0)[0] = 99;
        images.labels()[0] = 1;

        assertThat(images.pixels(0)[0]).isZero();
        assertThat(images.label(0)).isZero();
    }

    @Test
    void aCropThatCanHideTheImageIsRefused() {
        DataSetImages images = images(1);

        assertThatThrownBy(() -> new BatchAssembler(
                        images, ChannelStatistics.of(images), new Augmentation(SIZE + 1, false), KEY))
                .hasMessageContaining("must be at most the image size 4");
        assertThatThrownBy(() -> new Augmentation(-1, false)).hasMessageContaining("0 or more");
    }
}
