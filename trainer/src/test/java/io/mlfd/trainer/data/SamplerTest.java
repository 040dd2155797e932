package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.random.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final RandomKey KEY = RandomKey.of(5, "teacher/signs");

    @Property(tries = 300)
    void everyEpochVisitsEveryImageOnce(
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @IntRange(min = 1, max = 64) int batchSize,
            @ForAll @IntRange(max = 5) int epoch) {
        Sampler sampler = Sampler.shuffled(count, batchSize, LastBatch.KEEP, KEY);
        int[] visited = IntStream.range(0, sampler.stepsPerEpoch())
                .flatMap(i -> Arrays.stream(sampler.batch((long) epoch * sampler.stepsPerEpoch() + i)))
                .sorted()
                .toArray();

        assertThat(visited).containsExactly(IntStream.range(0, count).toArray());
    }

    @Property(tries = 300)
    void droppingLeavesOnlyFullBatchesOfDifferentImages(
            @ForAll @IntRange(min = 64, max = 200) int count, @ForAll @IntRange(min = 1, max = 64) int batchSize) {
        Sampler sampler = Sampler.shuffled(count, batchSize, LastBatch.DROP, KEY);
        List<int[]> batches = IntStream.range(0, sampler.stepsPerEpoch())
                .mapToObj(sampler::batch)
                .toList();

        assertThat(batches).hasSize(count / batchSize).allMatch(batch -> batch.length == batchSize);
        assertThat(batches.stream().flatMapToInt(Arrays::stream).distinct().count())
                .isEqualTo((long) (count / batchSize) * batchSize);
    }

    @Property(tries = 300)
    void anyStepAskedForAloneIsWhatAContinuousRunSees(
            @ForAll @IntRange(min = 1, max = 100) int count,
            @ForAll @IntRange(min = 1, max = 20) int batchSize,
            @ForAll @IntRange(max = 60) int step) {
        Sampler continuous = Sampler.shuffled(count, batchSize, LastBatch.KEEP, KEY);
        int[] seen = {};
        for (int i = 0; i <= step; i++) {
            seen = continuous.batch(i);
        }

        assertThat(Sampler.shuffled(count, batchSize, LastBatch.KEEP, KEY).batch(step))
                .containsExactly(seen);
    }

    @Test
    void epochsSeedsAndStagesHaveTheirOwnOrder() {
        Sampler sampler = Sampler.shuffled(100, 100, LastBatch.KEEP, KEY);
        int[] first = sampler.batch(0);

        assertThat(sampler.batch(1)).isNotEqualTo(first);
        assertThat(Sampler.shuffled(100, 100, LastBatch.KEEP, RandomKey.of(6, "teacher/signs"))
                        .batch(0))
                .isNotEqualTo(first);
        assertThat(Sampler.shuffled(100, 100, LastBatch.KEEP, RandomKey.of(5, "distill/signs"))
                        .batch(0))
                .isNotEqualTo(first);
    }

    @Test
    void stepsKnowTheirEpoch() {
        Sampler sampler = Sampler.inOrder(10, 4);

        assertThat(sampler.stepsPerEpoch()).isEqualTo(3);
        assertThat(sampler.epoch(2)).isZero();
        assertThat(sampler.epoch(3)).isEqualTo(1);
        assertThat(sampler.batch(2)).containsExactly(8, 9);
        assertThat(sampler.batch(3)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void anEpochWithoutABatchIsRefused() {
        assertThatThrownBy(() -> Sampler.shuffled(10, 11, LastBatch.DROP, KEY))
                .hasMessageContaining("use a batch size of 10 or less");
        assertThatThrownBy(() -> Sampler.inOrder(0, 4)).hasMessageContaining("must be 1 or more");
        assertThatThrownBy(() -> Sampler.inOrder(1, 4).batch(-1)).hasMessageContaining("step -1");
    }

    @Property(tries = 200)
    void severalSetsAreEachVisitedOncePerEpochInBatchesOfOneSet(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 60) Integer> counts,
            @ForAll @IntRange(min = 1, max = 20) int batchSize,
            @ForAll @IntRange(max = 3) int epoch) {
        MultiSetSampler sampler = new MultiSetSampler(counts, batchSize, LastBatch.KEEP, KEY);
        List<List<Integer>> visited = new ArrayList<>();
        counts.forEach(count -> visited.add(new ArrayList<>()));
        for (int i = 0; i < sampler.stepsPerEpoch(); i++) {
            MultiSetSampler.SetBatch batch = sampler.batch((long) epoch * sampler.stepsPerEpoch() + i);
            assertThat(batch.images().length).isBetween(1, batchSize);
            Arrays.stream(batch.images()).forEach(visited.get(batch.dataSet())::add);
        }

        for (int set = 0; set < counts.size(); set++) {
            assertThat(visited.get(set))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, counts.get(set)).boxed().toList());
        }
    }

    @Property(tries = 100)
    void anyStepOverSeveralSetsAskedForAloneIsWhatAContinuousRunSees(@ForAll @IntRange(max = 40) int step) {
        List<Integer> counts = List.of(17, 40, 5);
        MultiSetSampler continuous = new MultiSetSampler(counts, 8, LastBatch.KEEP, KEY);
        for (int i = 0; i < step; i++) {
            continuous.batch(i);
        }
        MultiSetSampler.SetBatch seen = continuous.batch(step);
        MultiSetSampler.SetBatch alone = new MultiSetSampler(counts, 8, LastBatch.KEEP, KEY).batch(step);

        assertThat(alone.dataSet()).isEqualTo(seen.dataSet());
        assertThat(alone.images()).containsExactly(seen.images());
    }

    @Test
    void seedsAndEpochsHaveTheirOwnOrderOfSets() {
        MultiSetSampler sampler = new MultiSetSampler(List.of(100, 100), 10, LastBatch.KEEP, KEY);
        MultiSetSampler other =
                new MultiSetSampler(List.of(100, 100), 10, LastBatch.KEEP, RandomKey.of(6, "teacher/signs"));

        assertThat(sets(sampler, 0)).isNotEqualTo(sets(sampler, 1)).isNotEqualTo(sets(other, 0));
    }

    private static int[] sets(MultiSetSampler sampler, int epoch) {
        return IntStream.range(0, sampler.stepsPerEpoch())
                .map(i -> sampler.batch((long) epoch * sampler.stepsPerEpoch() + i)
                        .dataSet())
                .toArray();
    }

    @Test
    void batchesOfTheSetsAreMixed() {
        MultiSetSampler sampler = new MultiSetSampler(List.of(100, 100), 10, LastBatch.KEEP, KEY);
        int[] sets = IntStream.range(0, 20).map(i -> sampler.batch(i).dataSet()).toArray();

        assertThat(Arrays.copyOf(sets, 10)).contains(0, 1);
    }
}
