package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedSourceTest {

    private static final long MEMORY = 1 << 30;

    private static Selection selection(int train, int test, String... classes) {
        return new Selection(List.of(classes), OptionalInt.of(train), OptionalInt.of(test), OptionalDouble.empty());
    }

    private static LoadedDataSet load(GeneratedKind kind, Selection selection, long seed, int size) {
        return new GeneratedSource(kind, selection)
                .list(seed, StopSignal.never())
                .load(Loading.of(size, MEMORY), StopSignal.never());
    }

    private static String digest(DataSetImages images) {
        Fingerprint digest = new Fingerprint("test");
        for (int i = 0; i < images.count(); i++) {
            digest.add(images.pixels(i));
        }
        return digest.hexadecimal().substring(0, 16);
    }

    /** When this turns red on purpose, raise the format's number in GeneratedListing. */
    @ParameterizedTest
    @CsvSource({"SHAPES,297d4ba73383b415", "TEXTURES,218fd2a07ba748f5", "GLYPHS,567e524d16f658fb"})
    void imagesNeverChange(GeneratedKind kind, String digest) {
        assertThat(digest(load(kind, selection(2, 1), 11, 32).train())).isEqualTo(digest);
    }

    @ParameterizedTest
    @EnumSource(GeneratedKind.class)
    void everyImageIsDifferent(GeneratedKind kind) {
        LoadedDataSet set = load(kind, selection(10, 10), 0, 16);
        Set<String> seen = new HashSet<>();
        for (DataSetImages images : List.of(
                set.train(), set.test(), load(kind, selection(10, 10), 1, 16).train())) {
            for (int i = 0; i < images.count(); i++) {
                seen.add(Arrays.toString(images.pixels(i)));
            }
        }

        assertThat(seen).hasSize(3 * 10 * kind.classNames().size());
        assertThat(kind.classNames()).isSorted();
    }

    @Test
    void anImageDoesNotDependOnHowManyOrWhichOthersAreDrawn() {
        DataSetImages all = load(GeneratedKind.SHAPES, selection(4, 1), 3, 16).train();
        DataSetImages few = load(GeneratedKind.SHAPES, selection(2, 1, "star", "circle"), 3, 16)
                .train();

        assertThat(few.classNames()).containsExactly("star", "circle");
        assertThat(few.name(1)).isEqualTo("train/star/1");
        assertThat(all.name(17)).isEqualTo("train/star/1");
        assertThat(few.pixels(1)).containsExactly(all.pixels(17));
        assertThat(few.label(1)).isZero();
        assertThat(all.label(17)).isEqualTo(4);
    }

    @Test
    void validationImagesAreTakenFromTheTrainImages() {
        Selection selection = new Selection(List.of(), OptionalInt.of(10), OptionalInt.of(3), OptionalDouble.of(0.2));
        GeneratedListing listing = new GeneratedSource(GeneratedKind.GLYPHS, selection).list(0, StopSignal.never());
        LoadedDataSet set = listing.load(Loading.of(8, MEMORY), StopSignal.never());

        assertThat(set.train().count()).isEqualTo(80).isEqualTo(listing.count(Split.TRAIN));
        assertThat(set.validation().orElseThrow().count()).isEqualTo(20).isEqualTo(listing.count(Split.VALIDATION));
        assertThat(set.test().count()).isEqualTo(30).isEqualTo(listing.count(Split.TEST));
        assertThat(set.validation().orElseThrow().split()).isEqualTo(Split.VALIDATION);
    }

    @Test
    void theFingerprintStandsForEverythingThatDecidesTheImages() {
        GeneratedSource source = new GeneratedSource(GeneratedKind.SHAPES, selection(4, 2));
        Selection validated = new Selection(List.of(), OptionalInt.of(4), OptionalInt.of(2), OptionalDouble.of(0.25));
        List<String> different = List.of(
                source.list(0, StopSignal.never()).fingerprint(StopSignal.never()),
                source.list(1, StopSignal.never()).fingerprint(StopSignal.never()),
                new GeneratedSource(GeneratedKind.TEXTURES, selection(4, 2))
                        .list(0, StopSignal.never())
                        .fingerprint(StopSignal.never()),
                new GeneratedSource(GeneratedKind.SHAPES, selection(5, 2))
                        .list(0, StopSignal.never())
                        .fingerprint(StopSignal.never()),
                new GeneratedSource(GeneratedKind.SHAPES, selection(4, 3))
                        .list(0, StopSignal.never())
                        .fingerprint(StopSignal.never()),
                new GeneratedSource(GeneratedKind.SHAPES, selection(4, 2, "star", "ring"))
                        .list(0, StopSignal.never())
                        .fingerprint(StopSignal.never()),
                new GeneratedSource(GeneratedKind.SHAPES, selection(4, 2, "ring", "star"))
                        .list(0, StopSignal.never())
                        .fingerprint(StopSignal.never()),
                new GeneratedSource(GeneratedKind.SHAPES, validated)
                        .list(0, StopSignal.never())
                        .fingerprint(StopSignal.never()));

        assertThat(different).doesNotHaveDuplicates();
        assertThat(load(GeneratedKind.SHAPES, selection(4, 2), 0, 8).fingerprint())
                .isEqualTo(different.get(0));
    }

    @Test
    void badOptionsAreToldAllAtOnce() {
        Selection selection =
                new Selection(List.of("hexagon"), OptionalInt.empty(), OptionalInt.of(200_000), OptionalDouble.empty());

        assertThatThrownBy(() -> new GeneratedSource(GeneratedKind.SHAPES, selection))
                .isInstanceOfSatisfying(
                        BadInputException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "trainPerClass: is missing; a generated set needs the number of images to draw",
                                        "testPerClass: 200000 must be at most 100000",
                                        "classes: hexagon is not in shapes; there are circle, cross, ring, square, star, triangle"));
    }

    @Test
    void drawingStopsOnRequestAndWithinMemory() {
        GeneratedListing listing =
                new GeneratedSource(GeneratedKind.SHAPES, selection(4, 2)).list(0, StopSignal.never());

        assertThatThrownBy(() -> listing.load(Loading.of(8, MEMORY), () -> true))
                .isInstanceOf(StoppedException.class);
        assertThatThrownBy(() -> listing.load(Loading.of(1024, 100 << 20), StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("shapes: 36 images of 1024 x 1024 pixels need 108 MiB, more than the 100 MiB that are left;"
                        + " give the stage more memory, or lower trainPerClass, testPerClass or the input size");
    }
}
