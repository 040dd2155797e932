package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every source promises, wherever its images come from. */
class DataSetSourceContractTest {
    private static final long MEMORY = 1 << 30;
    private static final int SIZE = 8;

    @TempDir
    private Path temporary;

    private Map<String, DataSetSource> sources;

    @BeforeEach
    void everySource() throws IOException {
        Path root = Files.createDirectory(temporary.toRealPath().resolve("root"));
        CatsAndDogs.writeTo(root.resolve("set"));
        sources = Map.of(
                "folder",
                LocalImages.folder(root, "set", CatsAndDogs.validation(0.34)),
                "table",
                LocalImages.folder(root, "set", CatsAndDogs.table(root.resolve("set")), CatsAndDogs.validation(0.34)),
                "names",
                LocalImages.folder(
                        root, "named", CatsAndDogs.named(root.resolve("named")), CatsAndDogs.validation(0.34)),
                "shards",
                LocalImages.folder(
                        root, "shards", CatsAndDogs.shards(root.resolve("shards")), CatsAndDogs.validation(0.34)),
                "generated",
                new GeneratedSource(
                        GeneratedKind.SHAPES,
                        new Selection(List.of(), OptionalInt.of(3), OptionalInt.of(1), OptionalDouble.of(0.34))));
    }

    static Stream<String> names() {
        return Stream.of("folder", "table", "names", "shards", "generated");
    }

    @Test
    void everySourceIsHeldToIt() {
        assertThat(sources.values().stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Set.of(DataSetSource.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameIsReadEveryTime(String name) {
        LoadedDataSet first = load(name);
        LoadedDataSet second = load(name);

        assertThat(second.fingerprint()).isEqualTo(first.fingerprint()).matches("[0-9a-f]{64}");
        assertThat(pixels(second.train()))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(pixels(first.train()));
        assertThat(pixels(second.test()))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(pixels(first.test()));
        assertThat(second.statistics()).isEqualTo(first.statistics());
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsListedIsWhatIsLoaded(String name) {
        DataSetListing listing = list(name);
        LoadedDataSet loaded = load(name);

        assertThat(loaded.train().count()).isEqualTo(listing.count(Split.TRAIN)).isPositive();
        assertThat(loaded.validation().orElseThrow().count())
                .isEqualTo(listing.count(Split.VALIDATION))
                .isPositive();
        assertThat(loaded.test().count()).isEqualTo(listing.count(Split.TEST)).isPositive();
        assertThat(loaded.fingerprint()).isEqualTo(listing.fingerprint(StopSignal.never()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void readingStopsOnRequest(String name) {
        DataSetListing listing = list(name);

        assertThatThrownBy(() -> listing.load(Loading.of(SIZE, MEMORY), () -> true))
                .isInstanceOf(StoppedException.class);
    }

    @Test
    void drawnImagesKeepWithinTheMemoryThatTheyAreGiven() {
        DataSetListing listing = list("generated");
        long needed = load("generated").pixelBytes();

        assertThat(listing.load(Loading.of(SIZE, needed), StopSignal.never()).pixelBytes())
                .isEqualTo(needed);
        assertThatThrownBy(() -> listing.load(Loading.of(SIZE, needed - 1), StopSignal.never()))
                .hasMessageContaining("memory")
                .hasMessageContaining("lower trainPerClass, testPerClass or the input size");
    }

    @Test
    void imagesInFilesTakeNoMemoryWhereTheyHaveNone() {
        DataSetListing listing = list("folder");
        LoadedDataSet held = load("folder");
        LoadedDataSet read = listing.load(Loading.of(SIZE, held.pixelBytes() - 1), StopSignal.never());

        assertThat(held.pixelBytes()).isEqualTo(SIZE * SIZE * 3 * (4 + 2 + 2));
        assertThat(read.pixelBytes()).isZero();
        assertThat(pixels(read.train())).usingElementComparator(Arrays::compare).isEqualTo(pixels(held.train()));
        assertThat(pixels(read.test())).usingElementComparator(Arrays::compare).isEqualTo(pixels(held.test()));
        assertThat(read.statistics()).isEqualTo(held.statistics());
        assertThat(read.fingerprint()).isEqualTo(held.fingerprint());
    }

    private DataSetListing list(String name) {
        return sources.get(name).list(5, StopSignal.never());
    }

    private LoadedDataSet load(String name) {
        return list(name).load(Loading.of(SIZE, MEMORY), StopSignal.never());
    }

    private static List<byte[]> pixels(DataSetImages images) {
        return Stream.iterate(0, i -> i + 1)
                .limit(images.count())
                .map(images::pixels)
                .toList();
    }
}
