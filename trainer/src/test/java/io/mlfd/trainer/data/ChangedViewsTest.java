package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.data.augmentation.ColorJitter;
import io.mlfd.trainer.data.augmentation.PixelChange;
import io.mlfd.trainer.data.augmentation.PixelOperation;
import io.mlfd.trainer.data.augmentation.RandAugment;
import io.mlfd.trainer.data.augmentation.RandomErasing;
import io.mlfd.trainer.data.augmentation.RandomRegion;
import io.mlfd.trainer.data.augmentation.Span;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes of pixels in batches: their order, and what they depend on. */
class ChangedViewsTest {
    private static final RandomKey KEY = RandomKey.of(1, "teacher/signs");
    private static final int SIZE = 8;
    private static final int LENGTH = 3 * SIZE * SIZE;
    private static final ColorJitter JITTER = new ColorJitter(0.4, 0.4, 0.4, 0.1);
    private static final Optional<RandomRegion> PART =
            Optional.of(new RandomRegion(new Span(0.08, 1), new Span(0.75, 4.0 / 3)));
    private static final Optional<RandomErasing> ERASING =
            Optional.of(new RandomErasing(0.9, new Span(0.1, 0.5), new Span(0.3, 3.3)));

    private final DataSetImages images = images(30);
    private final ChannelStatistics statistics = ChannelStatistics.of(images);

    private static DataSetImages images(int count) {
        RandomStream random = RandomKey.of(2, "pixels").stream();
        byte[][] pixels = new byte[count][LENGTH];
        for (byte[] image : pixels) {
            for (int i = 0; i < LENGTH; i++) {
                image[i] = (byte) random.nextInt(256);
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

    private float[] batch(Augmentation augmentation, long epoch, int... indices) {
        BatchAssembler assembler = new BatchAssembler(images, statistics, augmentation, KEY);
        Batch batch = assembler.allocate(indices.length);
        assembler.fill(batch, indices, epoch);
        float[] values = new float[batch.images().remaining()];
        batch.images().get(values);
        return values;
    }

    @Test
    void whatAnImageBecomesDependsOnEpochAndImageAlone() {
        Augmentation all = new Augmentation(0, true, PART, List.of(new RandAugment(2, 9), JITTER), ERASING);
        int[] every = IntStream.range(0, images.count()).toArray();
        float[] together = batch(all, 3, every);

        for (int image = images.count() - 1; image >= 0; image--) {
            assertThat(batch(all, 3, image))
                    .containsExactly(Arrays.copyOfRange(together, image * LENGTH, (image + 1) * LENGTH));
        }
        assertThat(batch(all, 4, every)).isNotEqualTo(together);
    }

    /** Each kind has draws of its own: what one adds, the others do not see. */
    @Test
    void oneChangeMovesNoDrawOfAnother() {
        int[] every = IntStream.range(0, images.count()).toArray();
        Augmentation cropped = new Augmentation(2, true);
        Augmentation erased = new Augmentation(2, true, Optional.empty(), List.of(), ERASING);
        float[] before = batch(cropped, 0, every);
        float[] after = batch(erased, 0, every);
        int kept = 0;
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i] == before[i] || after[i] == 0).isTrue();
            kept += after[i] == before[i] ? 1 : 0;
        }

        assertThat(kept).isBetween(before.length / 3, before.length - 1);
    }

    /** Else an image that is turned far to the left, say, would always be bright. */
    @Test
    void differentChangesDrawDifferentNumbers() {
        List<Long> drawn = new ArrayList<>();
        List<PixelChange> spies = Stream.of("one", "other")
                .<PixelChange>map(purpose -> new PixelChange() {
                    @Override
                    public String purpose() {
                        return purpose;
                    }

                    @Override
                    public List<PixelOperation> draw(RandomStream random, int size) {
                        drawn.add(random.nextLong());
                        return List.of();
                    }
                })
                .toList();
        batch(new Augmentation(0, false, Optional.empty(), spies, Optional.empty()), 0, 0, 1, 2);
        batch(new Augmentation(0, false, Optional.empty(), spies, Optional.empty()), 1, 0, 1, 2);

        assertThat(drawn).hasSize(12).doesNotHaveDuplicates();
    }

    /** The recipe's order: the part or window, the mirror, pixels, and last what is erased. */
    @Test
    void changesOfPixelsSeeTheWindowAndTheMirror() {
        List<byte[]> seen = new ArrayList<>();
        PixelChange spy = new PixelChange() {
            @Override
            public String purpose() {
                return "spy";
            }

            @Override
            public List<PixelOperation> draw(RandomStream random, int size) {
                return List.of((pixels, side) -> {
                    seen.add(pixels.clone());
                    return pixels;
                });
            }
        };
        Augmentation plain = new Augmentation(2, true);
        float[] expected = batch(plain, 1, 0, 1, 2, 3, 4, 5);
        float[] found =
                batch(new Augmentation(2, true, Optional.empty(), List.of(spy), Optional.empty()), 1, 0, 1, 2, 3, 4, 5);
        float[][] normalised = statistics.table();

        assertThat(seen).hasSize(6);
        for (int image = 0; image < 6; image++) {
            for (int at = 0; at < SIZE * SIZE; at++) {
                for (int channel = 0; channel < 3; channel++) {
                    int index = image * LENGTH + channel * SIZE * SIZE + at;
                    int level = seen.get(image)[at * 3 + channel] & 0xff;
                    assertThat(found[index]).isEqualTo(normalised[channel][level]);
                    if (expected[index] == 0) {
                        // The border: the level nearest to the mean.
                        assertThat((double) level)
                                .isEqualTo(Math.rint(statistics.mean().get(channel) * 255));
                    } else {
                        assertThat(found[index]).isEqualTo(expected[index]);
                    }
                }
            }
        }
    }

    @Test
    void aPartIsTheResizedRectangle() {
        Augmentation parts = new Augmentation(0, false, PART, List.of(), Optional.empty());
        float[][] normalised = statistics.table();
        int whole = 0;
        for (int image = 0; image < images.count(); image++) {
            byte[] pixels = parts.partOf(images.pixels(image), SIZE, KEY.with("augmentation"), 2, image);
            whole += Arrays.equals(pixels, images.pixels(image)) ? 1 : 0;
            float[] found = batch(parts, 2, image);
            for (int at = 0; at < SIZE * SIZE; at++) {
                assertThat(found[at]).isEqualTo(normalised[0][pixels[at * 3] & 0xff]);
            }
        }

        assertThat(whole).isLessThan(images.count() / 4);
    }
}
