package io.mlfd.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FullDisk;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a folder: built, gone on with, found damaged and mended; {@link FeatureCacheTest} reads what is there. */
class CacheBuilderTest {
    @TempDir
    private Path folder;

    private final List<String> messages = new ArrayList<>();
    private final KnownFeatures features = new KnownFeatures();

    @Test
    void aCacheIsItsIndexAndItsShards() {
        build(KnownFeatures.description("data"));
        assertThat(names()).containsExactly("index.json", "shard-00000.bin", "shard-00001.bin", "shard-00002.bin");
        assertThat(messages).isEmpty();
    }

    @Test
    void aFinishedCacheIsUsedWithoutAskingTheNetworks() throws IOException {
        build(KnownFeatures.description("data"));
        byte[] index = Files.readAllBytes(folder.resolve("index.json"));
        features.asked().clear();
        assertThat(builder(KnownFeatures.description("data")).missingBytes()).isZero();
        build(KnownFeatures.description("data"));
        assertThat(features.asked()).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("index.json"))).isEqualTo(index);
    }

    @Test
    void sizesAreKnownBeforeAnythingIsBuilt() throws IOException {
        CacheDescription description = KnownFeatures.description("data");
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
        build(KnownFeatures.description("data"));
        byte[][] whole = contents();
        int looks = 3 + 4;
        for (int end = 0; end < looks; end++) {
            clear();
            int lastLook = end;
            int[] look = {0};
            assertThatThrownBy(() -> builder(KnownFeatures.description("data"))
                            .build(features, KnownFeatures.labels(), KnownFeatures.BATCH, (done, images) -> {
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
            features.asked().clear();
            build(KnownFeatures.description("data"));
            // Shards hold 3, 2 and 2 images, the networks are asked for 2 at a time.
            assertThat(features.asked()).as("ended at look %d", end).hasSize(new int[] {4, 2, 1}[shards]);
            assertThat(contents()).isDeepEqualTo(whole);
            assertThat(messages).isEmpty();
        }
    }

    @Test
    void aBuildThatFillsTheDiskNamesTheFileAndLeavesWhatIsWhole() throws IOException {
        build(KnownFeatures.description("data"));
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
            build(KnownFeatures.description("data"));
            assertThat(contents()).isDeepEqualTo(whole);
            assertThat(messages).isEmpty();
        }
    }

    @Test
    void aDamagedShardIsFoundAndBuiltAgain() throws IOException {
        build(KnownFeatures.description("data"));
        byte[][] whole = contents();
        Path shard = folder.resolve("shard-00000.bin");
        for (int position : new int[] {0, 20, 100, (int) Files.size(shard) - 1}) {
            byte[] bytes = Files.readAllBytes(shard);
            bytes[position] ^= 1;
            Files.write(shard, bytes);
            messages.clear();
            features.asked().clear();
            build(KnownFeatures.description("data"));
            assertThat(messages)
                    .singleElement()
                    .asString()
                    .contains("shard-00000.bin")
                    .contains("SHA-256");
            assertThat(features.asked()).containsExactly(0, 2);
            assertThat(contents()).isDeepEqualTo(whole);
        }
    }

    @Test
    void aTruncatedOrRemovedShardIsBuiltAgain() throws IOException {
        build(KnownFeatures.description("data"));
        byte[][] whole = contents();
        Files.write(folder.resolve("shard-00001.bin"), new byte[] {1}, StandardOpenOption.TRUNCATE_EXISTING);
        Files.delete(folder.resolve("shard-00002.bin"));
        build(KnownFeatures.description("data"));
        assertThat(messages).hasSize(2).allMatch(message -> message.contains("missing or of another size"));
        assertThat(contents()).isDeepEqualTo(whole);
    }

    @Test
    void aShardThatProvesItselfButIsNotTheIndexedOneIsBuiltAgain(@TempDir Path other) throws IOException {
        build(KnownFeatures.description("data"));
        byte[][] whole = contents();
        new CacheBuilder(other, KnownFeatures.description("data"), new WholeFiles(Disk.local()), messages::add)
                .build(
                        range -> List.of(new float[range.count() * 8], new float[range.count() * 3]),
                        KnownFeatures.labels(),
                        KnownFeatures.BATCH,
                        (done, images) -> {});
        String name = "shard-00000.bin";
        Files.copy(other.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        build(KnownFeatures.description("data"));
        assertThat(messages).hasSize(1);
        assertThat(contents()).isDeepEqualTo(whole);
    }

    @Test
    void aDamagedIndexIsWrittenAgain() throws IOException {
        build(KnownFeatures.description("data"));
        byte[] index = Files.readAllBytes(folder.resolve("index.json"));
        for (String text : List.of("", "{", "{\"description\":{},\"digests\":[]}", "null", "\u00ff")) {
            Files.writeString(folder.resolve("index.json"), text, StandardCharsets.ISO_8859_1);
            features.asked().clear();
            build(KnownFeatures.description("data"));
            assertThat(features.asked()).isEmpty();
            assertThat(Files.readAllBytes(folder.resolve("index.json"))).isEqualTo(index);
        }
    }

    @Test
    void rowsWithOtherLabelsThanTheDataAreAnError() {
        build(KnownFeatures.description("data"));
        Map<Split, int[]> changed = KnownFeatures.labels();
        changed.get(Split.TRAIN)[4] = 9;
        assertThatThrownBy(() -> builder(KnownFeatures.description("data"))
                        .build(features, changed, KnownFeatures.BATCH, (done, images) -> {}))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("shard-00001.bin: train image 4 has label 1, the data set says 9");
    }

    private static final class StopForTest extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private FeatureCache build(CacheDescription description) {
        return builder(description).build(features, KnownFeatures.labels(), KnownFeatures.BATCH, (done, images) -> {});
    }

    private FeatureCache build(WholeFiles files) {
        return new CacheBuilder(folder, KnownFeatures.description("data"), files, messages::add)
                .build(features, KnownFeatures.labels(), KnownFeatures.BATCH, (done, images) -> {});
    }

    private CacheBuilder builder(CacheDescription description) {
        return new CacheBuilder(folder, description, new WholeFiles(Disk.local()), messages::add);
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
