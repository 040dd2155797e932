package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.random.RandomKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Batches of pairs of one class. */
class PairSamplerTest {
    private static final RandomKey KEY = RandomKey.of(5, "online/signs");

    @Property(tries = 300)
    void everyEpochVisitsEveryImageOnceInPairsButTheOddOneOfAClass(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 2, max = 30) Integer> counts,
            @ForAll @IntRange(min = 1, max = 20) int pairs,
            @ForAll @IntRange(max = 5) int epoch) {
        int[] labels = labels(counts);
        Sampler sampler = Sampler.pairs(labels, 2 * pairs, KEY);
        int visited = 0;
        Set<Integer> images = new HashSet<>();
        for (int i = 0; i < sampler.stepsPerEpoch(); i++) {
            int[] batch = sampler.batch((long) epoch * sampler.stepsPerEpoch() + i);
            assertThat(batch.length).isBetween(2, 2 * pairs);
            for (int at = 0; at < batch.length; at += 2) {
                assertThat(labels[batch[at]]).isEqualTo(labels[batch[at + 1]]);
            }
            visited += batch.length;
            Arrays.stream(batch).forEach(images::add);
        }

        assertThat(images).hasSize(visited);
        for (int label = 0; label < counts.size(); label++) {
            int own = label;
            assertThat(images.stream().filter(image -> labels[image] == own)).hasSize(counts.get(label) / 2 * 2);
        }
    }

    @Property(tries = 200)
    void anyStepAskedForAloneIsWhatAContinuousRunSees(@ForAll @IntRange(max = 60) int step) {
        int[] labels = labels(List.of(7, 12, 5));
        Sampler continuous = Sampler.pairs(labels, 6, KEY);
        int[] seen = {};
        for (int i = 0; i <= step; i++) {
            seen = continuous.batch(i);
        }

        assertThat(Sampler.pairs(labels, 6, KEY).batch(step)).containsExactly(seen);
    }

    /** Of four classes of 50 pairs each a tenth has five of each, give or take those at its two ends. */
    @Test
    void theClassesOfABatchAreAsMixedAsThoseOfAllImages() {
        int[] labels = labels(List.of(100, 100, 100, 100));
        Sampler sampler = Sampler.pairs(labels, 40, KEY);
        for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
            int[] count = new int[4];
            Arrays.stream(sampler.batch(step)).forEach(image -> count[labels[image]]++);
            assertThat(IntStream.of(count)).allMatch(images -> images >= 6 && images <= 14);
        }
    }

    /** So that no image is always left out, and no two always meet. */
    @Test
    void epochsAndKeysHaveTheirOwnPairs() {
        int[] labels = labels(List.of(5, 9));
        Sampler sampler = Sampler.pairs(labels, 12, KEY);
        assertThat(sampler.stepsPerEpoch()).isEqualTo(1);
        Set<Integer> everVisited = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            Arrays.stream(sampler.batch(epoch)).forEach(everVisited::add);
        }

        assertThat(everVisited).hasSize(14);
        assertThat(sampler.batch(1)).isNotEqualTo(sampler.batch(0));
        assertThat(Sampler.pairs(labels, 12, RandomKey.of(6, "online/signs")).batch(0))
                .isNotEqualTo(sampler.batch(0));
    }

    @Test
    void whatMakesNoPairsIsRefused() {
        assertThatThrownBy(() -> Sampler.pairs(labels(List.of(4, 4)), 3, KEY)).hasMessageContaining("even number");
        assertThatThrownBy(() -> Sampler.pairs(labels(List.of(4, 1)), 4, KEY))
                .hasMessage("label 1 has one image, which is no pair");
    }

    private static int[] labels(List<Integer> counts) {
        return IntStream.range(0, counts.size())
                .flatMap(label -> IntStream.range(0, counts.get(label)).map(image -> label))
                .toArray();
    }
}
