package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image folders whose splits lie elsewhere than in train and test. */
class FolderSplitsTest {
    @TempDir
    private Path temporary;

    private Path root;

    @BeforeEach
    void aRoot() throws IOException {
        root = temporary.toRealPath();
    }

    private void images(String folder, int count) {
        for (int i = 0; i < count; i++) {
            write(root.resolve("set").resolve(folder).resolve(i + ".png"), grey(i));
        }
    }

    private ImageFolderListing list(FolderSplits splits, Selection selection, long seed) {
        return LocalImages.folder(root, "set", splits, selection).list(seed, StopSignal.never());
    }

    private ImageFolderListing list(FolderSplits splits) {
        return list(splits, Selection.ALL, 0);
    }

    private static FolderSplits folders(String train, String test) {
        return new FolderSplits(train, Optional.empty(), Optional.of(test), OptionalDouble.empty());
    }

    private static FolderSplits fraction(String train, double fraction) {
        return new FolderSplits(train, Optional.empty(), Optional.empty(), OptionalDouble.of(fraction));
    }

    @Test
    void foldersMayBeNamedOtherwise() {
        images("Train/cat", 2);
        images("deep/er/cat", 1);

        ImageFolderListing listing = list(folders("Train", "deep/er"));

        assertThat(listing.names(Split.TRAIN)).containsExactly("Train/cat/0.png", "Train/cat/1.png");
        assertThat(listing.names(Split.TEST)).containsExactly("deep/er/cat/0.png");
    }

    @Test
    void aFolderMayHoldTheValidationImages() {
        images("train/cat", 2);
        images("train/dog", 2);
        images("val/dog", 3);
        images("test/cat", 1);
        images("test/dog", 1);
        FolderSplits splits =
                new FolderSplits("train", Optional.of("val"), Optional.of("test"), OptionalDouble.empty());

        assertThat(list(splits).names(Split.VALIDATION))
                .containsExactly("val/dog/0.png", "val/dog/1.png", "val/dog/2.png");
        assertThat(list(splits).classCounts(Split.VALIDATION)).containsExactly(0, 3);
        assertThat(list(splits).count(Split.TRAIN)).isEqualTo(4);
        assertThat(list(splits, CatsAndDogs.classes("cat", "dog"), 0).count(Split.VALIDATION))
                .isEqualTo(3);
        images("val/cow", 1);
        assertThatThrownBy(() -> list(splits))
                .hasMessage("class cow is in " + root.resolve("set/val")
                        + " but not in train; add train images of it or remove the folder");
    }

    @Test
    void classFoldersWithoutASplitAreParted() {
        images("cat", 10);
        images("dog", 20);

        ImageFolderListing listing = list(fraction(".", 0.2));

        assertThat(listing.classCounts(Split.TRAIN)).containsExactly(8, 16);
        assertThat(listing.classCounts(Split.TEST)).containsExactly(2, 4);
        assertThat(listing.names(Split.TEST)).allMatch(name -> name.matches("(cat|dog)/\\d+.png"));
        assertThat(listing.names(Split.TEST)).doesNotContainAnyElementsOf(listing.names(Split.TRAIN));
    }

    @Test
    void theTestImagesAreTheSameForEverySeedAndAWholeNumberOfEachClass() {
        images("all/cat", 30);
        Selection third = new Selection(List.of(), OptionalInt.of(12), OptionalInt.of(4), OptionalDouble.of(0.25));

        ImageFolderListing one = list(fraction("all", 0.3), third, 1);
        ImageFolderListing two = list(fraction("all", 0.3), third, 2);

        assertThat(one.names(Split.TEST)).hasSize(4).isEqualTo(two.names(Split.TEST));
        assertThat(one.count(Split.TRAIN)).isEqualTo(9);
        assertThat(one.count(Split.VALIDATION)).isEqualTo(3);
        assertThat(one.names(Split.VALIDATION)).isNotEqualTo(two.names(Split.VALIDATION));
        assertThatThrownBy(() -> list(fraction("all", 0.01)))
                .hasMessage("folders.testFraction: 0.01 of the 30 train images of class cat is 0; at least one must be"
                        + " held back and one left: change folders.testFraction or add images");
    }

    @Test
    void theFingerprintOfTheUsualFoldersIsThatOfTheirNames() {
        images("train/cat", 2);
        images("test/cat", 1);
        String usual = list(FolderSplits.USUAL).fingerprint(StopSignal.never());

        images("Train/cat", 2);
        assertThat(list(folders("Train", "test")).fingerprint(StopSignal.never()))
                .isNotEqualTo(usual);
    }

    @Test
    void aFolderThatIsMissingIsToldWithThoseThatAreThere() {
        images("Train/cat", 2);
        images("val/cat", 1);

        assertThatThrownBy(() -> list(FolderSplits.USUAL))
                .isInstanceOfSatisfying(BadInputException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                root.resolve("set/train")
                                        + " is missing; the data set needs train/<class>/* and test/<class>/*; there are"
                                        + " Train, val: imageFolder.folders says which is which",
                                root.resolve("set/test")
                                        + " is missing; the data set needs train/<class>/* and test/<class>/*; there are"
                                        + " Train, val: imageFolder.folders says which is which"));
    }

    @Test
    void nothingOutsideOfTheRootIsRead() throws IOException {
        images("train/cat", 1);
        Path outside = Files.createDirectory(root.resolve("outside"));
        Files.createDirectory(root.resolve("below"));
        Files.move(root.resolve("set"), root.resolve("below/set"));
        Files.createSymbolicLink(root.resolve("below/set/elsewhere"), outside);
        root = root.resolve("below");

        assertThatThrownBy(() -> list(folders("train", "elsewhere"))).hasMessageContaining("outside the data root");
        assertThatThrownBy(() -> list(folders("train", "../../outside"))).hasMessageContaining("without \"..\"");
    }
}
