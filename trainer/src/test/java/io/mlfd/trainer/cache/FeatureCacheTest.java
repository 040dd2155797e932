package io.mlfd.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    @TempDir
    private Path folder;

    @Test
    void everyRowIsTheOneOfItsImage() {
        FeatureCache cache = build(KnownFeatures.description("data"), KnownFeatures.labels());
        for (Split split : List.of(Split.TRAIN, Split.TEST)) {
            for (int image = 0; image < KnownFeatures.labels().get(split).length; image++) {
                assertThat(row(cache, split, image, 0)).isEqualTo(KnownFeatures.expected(split, image, 0));
                assertThat(row(cache, split, image, 1)).isEqualTo(KnownFeatures.expected(split, image, 1));
            }
        }
    }

    /** A mapped file that is cut off ends the process with a signal. */
    @Test
    void aShardThatIsCutOffWhileItIsReadIsNamed() throws IOException {
        FeatureCache cache = build(KnownFeatures.description("data"), KnownFeatures.labels());
        Files.write(folder.resolve("shard-00001.bin"), new byte[] {1}, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(row(cache, Split.TRAIN, 2, 0)).isEqualTo(KnownFeatures.expected(Split.TRAIN, 2, 0));
        assertThatThrownBy(() -> row(cache, Split.TRAIN, 3, 0))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith(folder.resolve("shard-00001.bin") + ": cannot read: it ends at ");
    }

    @Test
    void moreShardsThanAreOpenAtOnceAreRead() throws IOException {
        List<SplitRows> splits = List.of(new SplitRows(Split.TRAIN, 150));
        CacheDescription description = new CacheDescription(
                1, 1, 0, "data", List.of(new FrozenNetwork("a", "00")), KnownFeatures.SEGMENTS, splits, 1);
        Path descriptors = Path.of("/proc/self/fd");
        try (FeatureCache cache = build(description, Map.of(Split.TRAIN, new int[150]))) {
            for (int time = 0; time < 2; time++) {
                for (int image = 0; image < 150; image++) {
                    assertThat(row(cache, Split.TRAIN, image, 1))
                            .isEqualTo(KnownFeatures.expected(Split.TRAIN, image, 1));
                }
            }
            assertThat(openShards(descriptors)).isEqualTo(64);
        }
        assertThat(openShards(descriptors)).isZero();
    }

    @Test
    void aClosedCacheOpensNoFileAgain() {
        FeatureCache cache = build(KnownFeatures.description("data"), KnownFeatures.labels());
        row(cache, Split.TRAIN, 0, 0);
        cache.close();
        assertThatThrownBy(() -> row(cache, Split.TRAIN, 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(folder.resolve("shard-00000.bin") + ": read after its cache was closed");
    }

    /** Of this test, by the links that Linux shows. */
    private long openShards(Path descriptors) throws IOException {
        assumeThat(descriptors).isDirectory();
        long open = 0;
        try (Stream<Path> links = Files.list(descriptors)) {
            for (Path link : links.toList()) {
                // One that was open for the listing alone is gone by now.
                if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(folder)) {
                    open++;
                }
            }
        }
        return open;
    }

    @Test
    void anImageThatIsNotThereIsRefused() {
        FeatureCache cache = build(KnownFeatures.description("data"), KnownFeatures.labels());
        assertThatThrownBy(() -> row(cache, Split.TRAIN, 5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> row(cache, Split.TRAIN, -1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> row(cache, Split.VALIDATION, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private FeatureCache build(CacheDescription description, Map<Split, int[]> labels) {
        return new CacheBuilder(folder, description, new WholeFiles(Disk.local()), message -> {})
                .build(new KnownFeatures(), labels, KnownFeatures.BATCH, (done, images) -> {});
    }

    private static float[] row(FeatureCache cache, Split split, int image, int segment) {
        ByteBuffer row = ByteBuffer.allocate(cache.description().rowLength() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        cache.read(split, 0, image, row);
        assertThat(row.hasRemaining()).isFalse();
        int offset = KnownFeatures.SEGMENTS.subList(0, segment).stream()
                .mapToInt(Segment::length)
                .sum();
        float[] values = new float[KnownFeatures.SEGMENTS.get(segment).length()];
        row.flip().asFloatBuffer().get(offset, values);
        return values;
    }
}
