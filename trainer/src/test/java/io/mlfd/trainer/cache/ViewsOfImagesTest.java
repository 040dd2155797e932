package io.mlfd.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.cache.CacheDescription.AugmentedViews;
import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Caches of several views of every image, in either precision. */
class ViewsOfImagesTest {
    private static final int IMAGES = 7;
    private static final int VIEWS = 3;
    private static final List<Segment> SEGMENTS =
            List.of(new Segment("last/a", List.of(2, 1, 2)), new Segment("logits/a", List.of(3)));

    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();
    /** (view, first, count) of each time that views were asked for. */
    private final List<List<Integer>> asked = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyRowIsTheOneOfItsImageAndView(Precision precision) {
        CacheDescription description = description(precision, 4);
        FeatureBatch batch = FeatureBatch.allocate(description, IMAGES);
        int[] images = {3, 0, 6, 2};
        try (NDManager manager = NDManager.newBaseManager();
                FeatureCache cache = build(description, 0)) {
            for (int view = 0; view < VIEWS; view++) {
                batch.fill(cache, Split.TRAIN, view, images);
                List<NDArray> arrays = batch.arrays(manager);
                assertThat(arrays.get(0).getShape().getShape()).containsExactly(4, 2, 1, 2);
                for (int i = 0; i < images.length; i++) {
                    assertThat(arrays.get(0).get(i).toFloatArray()).containsExactly(row(view, images[i], 0, 0));
                    assertThat(arrays.get(1).get(i).toFloatArray()).containsExactly(row(view, images[i], 1, 0));
                }
            }
            assertThatThrownBy(() -> batch.fill(cache, Split.TRAIN, VIEWS, images))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        // Images of one view at a time, shard by shard.
        assertThat(asked).hasSize(VIEWS * 2).contains(List.of(1, 0, 4), List.of(1, 4, 3), List.of(2, 4, 3));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void sizesAreKnownBeforeAnythingIsBuilt(Precision precision) throws IOException {
        CacheDescription description = description(precision, 4);
        build(description, 0).close();
        long onDisk = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".bin")).toList()) {
                onDisk += Files.size(file);
            }
        }
        assertThat(description.bytes())
                .isEqualTo(onDisk)
                .isEqualTo(VIEWS * (IMAGES * (4 + 7L * precision.bytes()) + 2 * 32));
    }

    @Test
    void aDamagedViewIsNamedAndBuiltAgainAlone() throws IOException {
        CacheDescription description = description(Precision.FLOAT16, 4);
        build(description, 0).close();
        Path shard = folder.resolve("shard-00003.bin");
        byte[] whole = Files.readAllBytes(shard);
        byte[] damaged = whole.clone();
        damaged[20] ^= 1;
        Files.write(shard, damaged);
        asked.clear();
        build(description, 0).close();
        assertThat(messages).singleElement().asString().contains(shard + ": its SHA-256 is not");
        assertThat(asked).containsExactly(List.of(1, 4, 3));
        assertThat(Files.readAllBytes(shard)).isEqualTo(whole);
    }

    @Test
    void whatFloat16DoesNotHoldIsRefused() {
        assertThatThrownBy(() -> build(description(Precision.FLOAT16, 4), 1e5f))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache " + folder
                        + ": last/a of train images from 0 on has the value 100256.0, which float16 does not hold;"
                        + " keep it in Float32");
        assertThat(folder).isEmptyDirectory();
        build(description(Precision.FLOAT32, 4), 1e5f).close();
        // What is no number is the training's to find.
        build(description(Precision.FLOAT16, 3), Float.POSITIVE_INFINITY).close();
    }

    @Test
    void whateverDecidesRowsNamesTheCache() {
        CacheDescription description = description(Precision.FLOAT16, 4);
        assertThat(Stream.of(
                                description,
                                description(Precision.FLOAT32, 4),
                                with(Optional.empty()),
                                with(Optional.of(new AugmentedViews(VIEWS + 1, "cropped"))),
                                with(Optional.of(new AugmentedViews(VIEWS, "mirrored"))))
                        .map(CacheDescription::key))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> new AugmentedViews(0, "")).hasMessageStartingWith("0 views");
    }

    private static CacheDescription with(Optional<AugmentedViews> views) {
        return CacheDescription.of(
                1,
                0,
                "data",
                List.of(new FrozenNetwork("a", "00")),
                SEGMENTS,
                List.of(new SplitRows(Split.TRAIN, IMAGES)),
                32 + 4 * (4 + 14),
                views,
                Precision.FLOAT16);
    }

    private static CacheDescription description(Precision precision, int shardRows) {
        return CacheDescription.of(
                1,
                0,
                "data",
                List.of(new FrozenNetwork("a", "00")),
                SEGMENTS,
                List.of(new SplitRows(Split.TRAIN, IMAGES)),
                32 + shardRows * (4 + 7L * precision.bytes()),
                Optional.of(new AugmentedViews(VIEWS, "cropped")),
                precision);
    }

    private FeatureCache build(CacheDescription description, float added) {
        return new CacheBuilder(folder, description, new WholeFiles(Disk.local()), messages::add)
                .build(
                        images -> {
                            asked.add(List.of(images.view(), images.first(), images.count()));
                            return IntStream.range(0, SEGMENTS.size())
                                    .mapToObj(segment -> rows(images, segment, added))
                                    .toList();
                        },
                        Map.of(Split.TRAIN, new int[IMAGES]),
                        IMAGES,
                        (done, all) -> {});
    }

    private static float[] rows(ImageRange images, int segment, float added) {
        int length = SEGMENTS.get(segment).length();
        float[] values = new float[images.count() * length];
        for (int i = 0; i < images.count(); i++) {
            System.arraycopy(row(images.view(), images.first() + i, segment, added), 0, values, i * length, length);
        }
        return values;
    }

    /** Halves have all of these. */
    private static float[] row(int view, int image, int segment, float added) {
        float[] values = new float[SEGMENTS.get(segment).length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = added + (i % 2 == 0 ? 1 : -1) * (256 + image * 16 + segment * 8 + i + view * 0.25f);
        }
        return values;
    }
}
