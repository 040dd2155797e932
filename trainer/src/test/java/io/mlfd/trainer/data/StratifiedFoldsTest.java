package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.random.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StratifiedFoldsTest {
    private static final RandomKey KEY = RandomKey.of(5, "folds").with("a");

    /** Of each class so many images, in an order in which classes lie mixed. */
    private static DataSetImages images(int... perClass) {
        int most = Arrays.stream(perClass).max().orElse(0);
        int[] labels = IntStream.range(0, most * perClass.length)
                .filter(i -> i / perClass.length < perClass[i % perClass.length])
                .map(i -> i % perClass.length)
                .toArray();
        return DataSetImages.of(
                Split.TRAIN,
                1,
                IntStream.range(0, perClass.length).mapToObj(c -> "c" + c).toList(),
                IntStream.range(0, labels.length)
                        .mapToObj(i -> new byte[] {(byte) i, (byte) (i >> 8), 0})
                        .toArray(byte[][]::new),
                labels,
                IntStream.range(0, labels.length).mapToObj(i -> i + ".png").toList());
    }

    private static int[] all(DataSetImages images) {
        return IntStream.range(0, images.count()).toArray();
    }

    @Property(tries = 300)
    void everyImageIsInOneFoldAndFoldsAreAsAlikeAsTheyCanBe(
            @ForAll @IntRange(min = 2, max = 10) int count,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 30) Integer> beyond) {
        DataSetImages images =
                images(beyond.stream().mapToInt(more -> count + more).toArray());
        StratifiedFolds folds = StratifiedFolds.of("a", images, count, KEY);
        int[] foldOf = folds.of(all(images));

        assertThat(Arrays.stream(foldOf)).allMatch(fold -> fold >= 0 && fold < count);
        for (int label = 0; label < beyond.size(); label++) {
            int own = label;
            int[] sizes = sizes(images, foldOf, count, image -> images.label(image) == own);
            assertThat(spread(sizes)).isLessThanOrEqualTo(1);
            assertThat(Arrays.stream(sizes)).allMatch(size -> size > 0);
        }
        assertThat(spread(sizes(images, foldOf, count, image -> true))).isLessThanOrEqualTo(1);
        for (int fold = 0; fold < count; fold++) {
            int held = fold;
            assertThat(folds.outside(fold))
                    .containsExactly(IntStream.range(0, images.count())
                            .filter(image -> foldOf[image] != held)
                            .toArray());
        }
    }

    private static int[] sizes(DataSetImages images, int[] foldOf, int folds, IntPredicate which) {
        int[] sizes = new int[folds];
        IntStream.range(0, images.count()).filter(which).forEach(image -> sizes[foldOf[image]]++);
        return sizes;
    }

    private static int spread(int[] sizes) {
        return Arrays.stream(sizes).max().orElseThrow()
                - Arrays.stream(sizes).min().orElseThrow();
    }

    /** Whoever asks, for whichever images and in whichever order. */
    @Property(tries = 100)
    void aFoldIsTheImagesAndNotTheBatchs(@ForAll @Size(min = 1, max = 20) List<@IntRange(max = 23) Integer> batch) {
        DataSetImages images = images(8, 8, 8);
        int[] known = StratifiedFolds.of("a", images, 3, KEY).of(all(images));
        int[] asked = batch.stream().mapToInt(Integer::intValue).toArray();

        assertThat(StratifiedFolds.of("a", images, 3, KEY).of(asked))
                .containsExactly(Arrays.stream(asked).map(image -> known[image]).toArray());
    }

    @Test
    void seedsHaveTheirOwn() {
        DataSetImages images = images(20, 20);
        assertThat(StratifiedFolds.of("a", images, 3, KEY).of(all(images)))
                .isNotEqualTo(StratifiedFolds.of(
                                "a", images, 3, RandomKey.of(6, "folds").with("a"))
                        .of(all(images)));
    }

    @Test
    void everyClassThatIsTooSmallIsNamed() {
        assertThatThrownBy(() -> StratifiedFolds.of("a", images(3, 2, 4, 1), 3, KEY))
                .isInstanceOfSatisfying(BadInputException.class, e -> assertThat(e.lines())
                        .containsExactly(
                                "data set \"a\": class \"c1\" has 2 training images, and each of 3 folds leaves out one"
                                        + " at least; lower spec.method.mlfd.joint.folds, add images, raise"
                                        + " trainPerClass, lower validation, or leave the class out of classes",
                                "data set \"a\": class \"c3\" has 1 training images, and each of 3 folds leaves out one"
                                        + " at least; lower spec.method.mlfd.joint.folds, add images, raise"
                                        + " trainPerClass, lower validation, or leave the class out of classes"));
    }

    @Test
    void someImagesOfADataSetAreThoseImages() {
        LoadedDataSet all = FewImages.of(GeneratedKind.SHAPES, 8);
        int[] some = {5, 2, 11};
        LoadedDataSet part = all.trainedOn(some);
        assertThat(part.train().count()).isEqualTo(3);
        for (int i = 0; i < some.length; i++) {
            assertThat(part.train().name(i)).isEqualTo(all.train().name(some[i]));
            assertThat(part.train().label(i)).isEqualTo(all.train().label(some[i]));
            assertThat(part.train().pixels(i)).isEqualTo(all.train().pixels(some[i]));
        }
        assertThat(part.statistics()).isEqualTo(all.statistics());
        assertThat(part.test()).isSameAs(all.test());
    }
}
