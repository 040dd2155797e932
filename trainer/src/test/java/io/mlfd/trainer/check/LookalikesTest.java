package io.mlfd.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.check.Lookalikes.Pair;
import io.mlfd.trainer.data.Appearance;
import io.mlfd.trainer.data.Appearances;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LookalikesTest {
    /** What is defined, by comparing each with each. */
    private static List<Pair> eachWithEach(List<Appearance> images) {
        List<Pair> pairs = new ArrayList<>();
        for (int first = 0; first < images.size(); first++) {
            for (int second = first + 1; second < images.size(); second++) {
                Appearance one = images.get(first);
                Appearance other = images.get(second);
                double smaller = Math.min(one.deviation(), other.deviation());
                double allowed = Lookalikes.TOLERANCE * smaller;
                if (smaller >= Lookalikes.LEAST_DEVIATION && one.isWithin(allowed * allowed * one.values(), other)) {
                    pairs.add(new Pair(first, second));
                }
            }
        }
        return pairs;
    }

    @Property(tries = 100)
    void findsWhatComparingEachWithEachFinds(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int count) {
        List<Appearance> images = Appearances.noisyCopies(seed, count, 5, 6);

        assertThat(new Lookalikes().among(images)).isEqualTo(eachWithEach(images));
    }

    @Test
    void thereAreSuchPairsAndOthers() {
        List<Appearance> images = Appearances.noisyCopies(1, 40, 5, 6);

        assertThat(eachWithEach(images)).hasSizeBetween(20, 200);
    }

    @Test
    void imagesWithoutContrastAreLikeNoOther() {
        assertThat(new Lookalikes().among(List.of(Appearances.flat(128), Appearances.flat(128))))
                .isEmpty();
    }

    @Test
    void ofManyAlikeEachIsTold() {
        List<Appearance> images = Appearances.noisyCopies(1, 500, 1, 2);

        List<Pair> pairs = new Lookalikes().among(images);

        assertThat(pairs).hasSizeLessThanOrEqualTo(500 * Lookalikes.MOST);
        assertThat(pairs.stream()
                        .flatMap(pair -> List.of(pair.first(), pair.second()).stream())
                        .collect(Collectors.toSet()))
                .hasSize(500);
    }
}
