package io.mlfd.trainer.method.mclokd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.random.RandomKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OtherClassesTest {
    private static final RandomKey KEY = RandomKey.of(3, "online/shapes");
    private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 2, 2, 0, 1};

    @Property(tries = 300)
    void anImageIsContrastedWithDifferentImagesOfOtherClassesAlone(
            @ForAll @Size(min = 12, max = 60) List<@IntRange(max = 3) Integer> labels,
            @ForAll @IntRange(min = 1, max = 40) int negatives,
            @ForAll @IntRange(max = 1000) int step) {
        int[] each = labels.stream().mapToInt(Integer::intValue).toArray();
        int fewest = IntStream.of(each)
                .map(label ->
                        (int) IntStream.of(each).filter(other -> other != label).count())
                .min()
                .orElseThrow();
        if (negatives > fewest) {
            assertThatThrownBy(() -> others(each, negatives)).isInstanceOf(BadInputException.class);
            return;
        }
        int[] batch = {each.length - 1, 0, each.length / 2};
        long[] candidates = others(each, negatives).candidates(batch, step);

        assertThat(candidates).hasSize(batch.length * (negatives + 1));
        for (int position = 0; position < batch.length; position++) {
            long[] row = row(candidates, position, negatives);
            assertThat(row[0]).isEqualTo(batch[position]);
            int label = each[batch[position]];
            long[] drawn = Arrays.copyOfRange(row, 1, row.length);
            assertThat(drawn).doesNotHaveDuplicates();
            assertThat(LongStream.of(drawn)).allMatch(image -> each[Math.toIntExact(image)] != label);
        }
    }

    /** Nothing is remembered: any step asked for alone is what a training without a break sees. */
    @Test
    void drawsFollowFromKeyStepAndPositionAlone() {
        OtherClasses others = others(LABELS, 4);
        int[] batch = {0, 3, 5};
        long[] first = others.candidates(batch, 7);
        others.candidates(new int[] {9, 2}, 8);

        assertThat(others.candidates(batch, 7)).isEqualTo(first);
        assertThat(row(others.candidates(new int[] {8, 3}, 7), 1, 4)).isEqualTo(row(first, 1, 4));
        assertThat(others.candidates(batch, 8)).isNotEqualTo(first);
        assertThat(new OtherClasses("a", images(LABELS), 4, RandomKey.of(4, "online/shapes")).candidates(batch, 7))
                .isNotEqualTo(first);
        long[] twice = others.candidates(new int[] {0, 0}, 7);
        assertThat(row(twice, 0, 4)).isNotEqualTo(row(twice, 1, 4));
    }

    /** Four standard deviations of a binomial with n = 6000 and p = 3/6. */
    @Test
    void everyImageOfAnotherClassIsDrawnAsOftenAsAnyOther() {
        OtherClasses others = others(LABELS, 3);
        int[] drawn = new int[LABELS.length];
        for (int step = 0; step < 6000; step++) {
            for (long image : row(others.candidates(new int[] {6}, step), 0, 3)) {
                drawn[(int) image]++;
            }
        }
        assertThat(drawn[6]).isEqualTo(6000);
        for (int image = 0; image < LABELS.length; image++) {
            if (LABELS[image] == 2) {
                assertThat(drawn[image]).isIn(0, 6000);
            } else {
                assertThat(drawn[image]).isBetween(2845, 3155);
            }
        }
    }

    @Test
    void tooFewImagesOfOtherClassesAreToldWithFieldDataSetAndClass() {
        assertThat(others(LABELS, 6)).isNotNull();
        assertThatThrownBy(() -> others(LABELS, 7))
                .isInstanceOf(BadInputException.class)
                .hasMessage("spec.method.mclOkd.contrast.negatives: 7 are more than the 6 training images of data set"
                        + " \"a\" that are not of class \"class 2\"; name no more than there are");
        assertThatThrownBy(() -> others(new int[] {0, 0, 0}, 1))
                .hasMessageContaining("1 are more than the 0 training images");
    }

    private static OtherClasses others(int[] labels, int negatives) {
        return new OtherClasses("a", images(labels), negatives, KEY);
    }

    private static DataSetImages images(int[] labels) {
        int classes = IntStream.of(labels).max().orElseThrow() + 1;
        return DataSetImages.of(
                Split.TRAIN,
                1,
                IntStream.range(0, classes).mapToObj(label -> "class " + label).toList(),
                new byte[labels.length][3],
                labels,
                Collections.nCopies(labels.length, "an image"));
    }

    private static long[] row(long[] candidates, int position, int negatives) {
        return Arrays.copyOfRange(candidates, position * (negatives + 1), (position + 1) * (negatives + 1));
    }
}
