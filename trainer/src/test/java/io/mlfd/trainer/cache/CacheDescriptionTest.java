package io.mlfd.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.data.Split;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What decides a cache's rows decides its key, and into how many files they go. */
class CacheDescriptionTest {
    @Test
    void theKeyIsAFunctionOfEverythingThatDecidesTheRows() {
        CacheDescription base = KnownFeatures.description("data");
        assertThat(base.key())
                .hasSize(32)
                .isEqualTo(KnownFeatures.description("data").key());
        List<FrozenNetwork> otherWeights = List.of(new FrozenNetwork("a", "01"));
        assertThat(Stream.of(
                                base,
                                KnownFeatures.description("other"),
                                new CacheDescription(
                                        1,
                                        1,
                                        1,
                                        "data",
                                        base.networks(),
                                        KnownFeatures.SEGMENTS,
                                        base.splits(),
                                        KnownFeatures.SHARD_ROWS),
                                new CacheDescription(
                                        1,
                                        2,
                                        0,
                                        "data",
                                        base.networks(),
                                        KnownFeatures.SEGMENTS,
                                        base.splits(),
                                        KnownFeatures.SHARD_ROWS),
                                new CacheDescription(
                                        1,
                                        1,
                                        0,
                                        "data",
                                        otherWeights,
                                        KnownFeatures.SEGMENTS,
                                        base.splits(),
                                        KnownFeatures.SHARD_ROWS),
                                new CacheDescription(
                                        1,
                                        1,
                                        0,
                                        "data",
                                        base.networks(),
                                        KnownFeatures.SEGMENTS.subList(0, 1),
                                        base.splits(),
                                        KnownFeatures.SHARD_ROWS),
                                new CacheDescription(
                                        1, 1, 0, "data", base.networks(), KnownFeatures.SEGMENTS, base.splits(), 2))
                        .map(CacheDescription::key))
                .doesNotHaveDuplicates();
    }

    @Test
    void shardsAreBounded() {
        List<SplitRows> splits = List.of(new SplitRows(Split.TRAIN, 1000));
        CacheDescription description =
                CacheDescription.of(1, 0, "data", List.of(), KnownFeatures.SEGMENTS, splits, 4096);
        assertThat(Shard.all(description)).hasSize(12).allMatch(shard -> shard.bytes() <= 4096);
        assertThat(Shard.all(description).stream().mapToInt(Shard::rows).sum()).isEqualTo(1000);
        assertThat(CacheDescription.of(1, 0, "data", List.of(), KnownFeatures.SEGMENTS, splits, 1)
                        .shardRows())
                .isEqualTo(1);
        assertThatThrownBy(
                        () -> new CacheDescription(1, 1, 0, "data", List.of(), KnownFeatures.SEGMENTS, splits, 1 << 30))
                .hasMessageContaining("cannot be mapped");
    }
}
