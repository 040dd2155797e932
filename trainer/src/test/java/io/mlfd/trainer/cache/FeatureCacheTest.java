package io.mlfd.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FullDisk;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final List<Segment> SEGMENTS =
            List.of(new Segment("last/a", List.of(2, 2, 2)), new Segment("embedding/a", List.of(3)));
    private static final int BATCH = 2;
    private static final int SHARD_ROWS = 3;

    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();
    private final List<Integer> asked = new ArrayList<>();

    @Test
    void everyRowIsTheOneOfItsImage() {
        FeatureCache cache = build(description("data"));
        for (Split split : List.of(Split.TRAIN, Split.TEST)) {
            for (int image = 0; image < labels().get(split).length; image++) {
                assertThat(row(cache, split, image, 0)).isEqualTo(expected(split, image, 0));
                assertThat(row(cache, split, image, 1)).isEqualTo(expected(split, image, 1));
            }
        }
        assertThat(names()).containsExactly("index.json", "shard-00000.bin", "shard-00001.bin", "shard-00002.bin");
        assertThat(messages).isEmpty();
    }

    /** A mapped file that is cut off ends the process with a signal. */
    @Test
    void aShardThatIsCutOffWhileItIsReadIsNamed() throws IOException {
        FeatureCache cache = build(description("data"));
        Files.write(folder.resolve("shard-00001.bin"), new byte[] {1}, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(row(cache, Split.TRAIN, 2, 0)).isEqualTo(expected(Split.TRAIN, 2, 0));
        assertThatThrownBy(() -> row(cache, Split.TRAIN, 3, 0))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith(folder.resolve("shard-00001.bin") + ": cannot read: it ends at ");
    }

    @Test
    void moreShardsThanAreOpenAtOnceAreRead() throws IOException {
        List<SplitRows> splits = List.of(new SplitRows(Split.TRAIN, 150));
        CacheDescription description =
                new CacheDescription(1, 1, 0, "data", List.of(new FrozenNetwork("a", "00")), SEGMENTS, splits, 1);
        Path descriptors = Path.of("/proc/self/fd");
        try (FeatureCache cache = builder(description)
                .build(this::features, Map.of(Split.TRAIN, new int[150]), BATCH, (done, images) -> {})) {
            for (int time = 0; time < 2; time++) {
                for (int image = 0; image < 150; image++) {
                    assertThat(row(cache, Split.TRAIN, image, 1)).isEqualTo(expected(Split.TRAIN, image, 1));
                }
            }
            assertThat(openShards(descriptors)).isEqualTo(64);
        }
        assertThat(openShards(descriptors)).isZero();
    }

    @Test
    void aClosedCacheOpensNoFileAgain() {
        FeatureCache cache = build(description("data"));
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
        FeatureCache cache = build(description("data"));
        assertThatThrownBy(() -> row(cache, Split.TRAIN, 5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> row(cache, Split.TRAIN, -1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> row(cache, Split.VALIDATION, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFinishedCacheIsUsedWithoutAskingTheNetworks() throws IOException {
        build(description("data"));
        byte[] index = Files.readAllBytes(folder.resolve("index.json"));
        asked.clear();
        assertThat(builder(description("data")).missingBytes()).isZero();
        build(description("data"));
        assertThat(asked).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("index.json"))).isEqualTo(index);
    }

    @Test
    void sizesAreKnownBeforeAnythingIsBuilt() throws IOException {
        CacheDescription description = description("data");
        long rows = 5 + 2;
        assertThat(description.bytes()).isEqualTo(rows * (4 + 11 * 4) + 3 * 32);
        assertThat(builder(description).missingBytes()).isEqualTo(description.bytes());
        build(description);
        long onDisk = 0;
        for (int shard = 0; shard < 3; shard++) {
            onDisk += Files.size(folder.resolve("shard-0000" + shard + ".bin"));
        }
        assertThat(onDisk).isEqualTo(description.bytes());
    }

    @Test
    void aBuildThatIsEndedAnywhereGoesOnBehindItsLastWholeShard() throws IOException {
        build(description("data"));
        byte[][] whole = contents();
        int looks = 3 + 4;
        for (int end = 0; end < looks; end++) {
            clear();
            int lastLook = end;
            int[] look = {0};
            assertThatThrownBy(() -> builder(description("data"))
                            .build(this::features, labels(), BATCH, (done, images) -> {
                                if (look[0]++ == lastLook) {
                                    throw new StopForTest();
                                }
                            }))
                    .isInstanceOf(StopForTest.class);
            assertThat(folder.resolve("index.json")).doesNotExist();
            assertThat(names()).noneMatch(name -> name.startsWith(WholeFiles.TEMPORARY));
            // What a kill leaves in addition, at any point of writing.
            for (String shard : List.of("shard-00000.bin", "shard-00001.bin", "shard-00002.bin")) {
                Files.write(folder.resolve(WholeFiles.TEMPORARY + shard), new byte[10]);
            }
            int shards = (int)
                    names().stream().filter(name -> name.startsWith("shard-")).count();
            asked.clear();
            build(description("data"));
            // Shards hold 3, 2 and 2 images, the networks are asked for 2 at a time.
            assertThat(asked).as("ended at look %d", end).hasSize(new int[] {4, 2, 1}[shards]);
            assertThat(contents()).isDeepEqualTo(whole);
            assertThat(messages).isEmpty();
        }
    }

    @Test
    void aBuildThatFillsTheDiskNamesTheFileAndLeavesWhatIsWhole() throws IOException {
        build(description("data"));
        byte[][] whole = contents();
        List<String> files = names();
        long all = Arrays.stream(whole).mapToLong(bytes -> bytes.length).sum();
        for (long room = 0; room < all; room += 50) {
            clear();
            long atMost = room;
            assertThatThrownBy(() -> build(new WholeFiles(FullDisk.withRoomFor(atMost))))
                    .isInstanceOf(StorageException.class)
                    .hasMessageStartingWith(folder + "/")
                    .hasMessageEndingWith(": cannot write: No space left on device");
            assertThat(files).containsAll(names());
            build(description("data"));
            assertThat(contents()).isDeepEqualTo(whole);
            assertThat(messages).isEmpty();
        }
    }

    @Test
    void aDamagedShardIsFoundAndBuiltAgain() throws IOException {
        build(description("data"));
        byte[][] whole = contents();
        Path shard = folder.resolve("shard-00000.bin");
        for (int position : new int[] {0, 20, 100, (int) Files.size(shard) - 1}) {
            byte[] bytes = Files.readAllBytes(shard);
            bytes[position] ^= 1;
            Files.write(shard, bytes);
            messages.clear();
            asked.clear();
            build(description("data"));
            assertThat(messages)
                    .singleElement()
                    .asString()
                    .contains("shard-00000.bin")
                    .contains("SHA-256");
            assertThat(asked).containsExactly(0, 2);
            assertThat(contents()).isDeepEqualTo(whole);
        }
    }

    @Test
    void aTruncatedOrRemovedShardIsBuiltAgain() throws IOException {
        build(description("data"));
        byte[][] whole = contents();
        Files.write(folder.resolve("shard-00001.bin"), new byte[] {1}, StandardOpenOption.TRUNCATE_EXISTING);
        Files.delete(folder.resolve("shard-00002.bin"));
        build(description("data"));
        assertThat(messages).hasSize(2).allMatch(message -> message.contains("missing or of another size"));
        assertThat(contents()).isDeepEqualTo(whole);
    }

    @Test
    void aShardThatProvesItselfButIsNotTheIndexedOneIsBuiltAgain(@TempDir Path other) throws IOException {
        build(description("data"));
        byte[][] whole = contents();
        new CacheBuilder(other, description("data"), new WholeFiles(Disk.local()), messages::add)
                .build(
                        (split, first, count) -> List.of(new float[count * 8], new float[count * 3]),
                        labels(),
                        BATCH,
                        (done, images) -> {});
        String name = "shard-00000.bin";
        Files.copy(other.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        build(description("data"));
        assertThat(messages).hasSize(1);
        assertThat(contents()).isDeepEqualTo(whole);
    }

    @Test
    void aDamagedIndexIsWrittenAgain() throws IOException {
        build(description("data"));
        byte[] index = Files.readAllBytes(folder.resolve("index.json"));
        for (String text : List.of("", "{", "{\"description\":{},\"digests\":[]}", "null", "\u00ff")) {
            Files.writeString(folder.resolve("index.json"), text, StandardCharsets.ISO_8859_1);
            asked.clear();
            build(description("data"));
            assertThat(asked).isEmpty();
            assertThat(Files.readAllBytes(folder.resolve("index.json"))).isEqualTo(index);
        }
    }

    @Test
    void rowsWithOtherLabelsThanTheDataAreAnError() {
        build(description("data"));
        Map<Split, int[]> changed = labels();
        changed.get(Split.TRAIN)[4] = 9;
        assertThatThrownBy(
                        () -> builder(description("data")).build(this::features, changed, BATCH, (done, images) -> {}))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("shard-00001.bin: train image 4 has label 1, the data set says 9");
    }

    @Test
    void theKeyIsAFunctionOfEverythingThatDecidesTheRows() {
        CacheDescription base = description("data");
        assertThat(base.key()).hasSize(32).isEqualTo(description("data").key());
        List<FrozenNetwork> otherWeights = List.of(new FrozenNetwork("a", "01"));
        assertThat(Stream.of(
                                base,
                                description("other"),
                                new CacheDescription(
                                        1, 1, 1, "data", base.networks(), SEGMENTS, base.splits(), SHARD_ROWS),
                                new CacheDescription(
                                        1, 2, 0, "data", base.networks(), SEGMENTS, base.splits(), SHARD_ROWS),
                                new CacheDescription(
                                        1, 1, 0, "data", otherWeights, SEGMENTS, base.splits(), SHARD_ROWS),
                                new CacheDescription(
                                        1,
                                        1,
                                        0,
                                        "data",
                                        base.networks(),
                                        SEGMENTS.subList(0, 1),
                                        base.splits(),
                                        SHARD_ROWS),
                                new CacheDescription(1, 1, 0, "data", base.networks(), SEGMENTS, base.splits(), 2))
                        .map(CacheDescription::key))
                .doesNotHaveDuplicates();
    }

    @Test
    void shardsAreBounded() {
        List<SplitRows> splits = List.of(new SplitRows(Split.TRAIN, 1000));
        CacheDescription description = CacheDescription.of(1, 0, "data", List.of(), SEGMENTS, splits, 4096);
        assertThat(Shard.all(description)).hasSize(12).allMatch(shard -> shard.bytes() <= 4096);
        assertThat(Shard.all(description).stream().mapToInt(Shard::rows).sum()).isEqualTo(1000);
        assertThat(CacheDescription.of(1, 0, "data", List.of(), SEGMENTS, splits, 1)
                        .shardRows())
                .isEqualTo(1);
        assertThatThrownBy(() -> new CacheDescription(1, 1, 0, "data", List.of(), SEGMENTS, splits, 1 << 30))
                .hasMessageContaining("cannot be mapped");
    }

    @Test
    void whatDoesNotFitIsSaidBeforeTheFirstByte() {
        FreeSpace small = path -> 5 << 20;
        small.require(folder, 5 << 20, "the cache");
        assertThatThrownBy(() -> small.require(folder, (5 << 20) + 1, "the cache"))
                .isInstanceOf(StorageException.class)
                .hasMessage(folder + ": the cache needs 6 MiB, free are 5 MiB; make the volume larger");
        assertThat(FreeSpace.ofFileSystem().bytes(folder)).isPositive();
    }

    private static final class StopForTest extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private FeatureCache build(CacheDescription description) {
        return builder(description).build(this::features, labels(), BATCH, (done, images) -> {});
    }

    private FeatureCache build(WholeFiles files) {
        return new CacheBuilder(folder, description("data"), files, messages::add)
                .build(this::features, labels(), BATCH, (done, images) -> {});
    }

    private CacheBuilder builder(CacheDescription description) {
        return new CacheBuilder(folder, description, new WholeFiles(Disk.local()), messages::add);
    }

    private static CacheDescription description(String data) {
        return new CacheDescription(
                1,
                1,
                0,
                data,
                List.of(new FrozenNetwork("a", "00")),
                SEGMENTS,
                List.of(new SplitRows(Split.TRAIN, 5), new SplitRows(Split.TEST, 2)),
                SHARD_ROWS);
    }

    private static Map<Split, int[]> labels() {
        return Map.of(Split.TRAIN, new int[] {0, 1, 0, 1, 1}, Split.TEST, new int[] {1, 0});
    }

    private List<float[]> features(Split split, int first, int count) {
        asked.add(first);
        return IntStream.range(0, SEGMENTS.size())
                .mapToObj(segment -> {
                    int length = SEGMENTS.get(segment).length();
                    float[] values = new float[count * length];
                    for (int row = 0; row < count; row++) {
                        System.arraycopy(expected(split, first + row, segment), 0, values, row * length, length);
                    }
                    return values;
                })
                .toList();
    }

    private static float[] expected(Split split, int image, int segment) {
        float[] values = new float[SEGMENTS.get(segment).length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (split == Split.TRAIN ? 1 : -1) * (1 + image * 100 + segment * 10 + i);
        }
        return values;
    }

    private static float[] row(FeatureCache cache, Split split, int image, int segment) {
        ByteBuffer row = ByteBuffer.allocate(cache.description().rowLength() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        cache.read(split, image, row);
        assertThat(row.hasRemaining()).isFalse();
        int offset =
                SEGMENTS.subList(0, segment).stream().mapToInt(Segment::length).sum();
        float[] values = new float[SEGMENTS.get(segment).length()];
        row.flip().asFloatBuffer().get(offset, values);
        return values;
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[][] contents() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (String name : names()) {
            contents.add(Files.readAllBytes(folder.resolve(name)));
        }
        return contents.toArray(byte[][]::new);
    }

    private void clear() throws IOException {
        for (String name : names()) {
            Files.delete(folder.resolve(name));
        }
    }
}
