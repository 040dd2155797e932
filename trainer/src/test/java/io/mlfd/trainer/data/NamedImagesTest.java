package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets whose images say their class in their name. */
class NamedImagesTest {
    private static final FolderSplits FLAT =
            new FolderSplits(".", Optional.empty(), Optional.empty(), OptionalDouble.of(0.25));

    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void aFolder() throws IOException {
        root = temporary.toRealPath();
        set = root.resolve("set");
    }

    private ImageFolderSource source(FolderSplits folders, String pattern) {
        return LocalImages.folder(root, "set", new NamedImages(folders, pattern), Selection.ALL);
    }

    @Test
    void aFlatFolderIsPartedClassByClass() {
        for (int i = 0; i < 4; i++) {
            write(set.resolve("great_pyrenees_" + i + ".png"), grey(i));
            write(set.resolve("pug_" + i + ".png"), grey(10 + i));
        }
        write(set.resolve("pug_3.mat"), grey(0));
        write(set.resolve("list.txt"), grey(0));

        ImageFolderListing listing = source(FLAT, "{label}_{#}.png").list(0, StopSignal.never());

        assertThat(listing.classNames()).containsExactly("great_pyrenees", "pug");
        assertThat(listing.count(Split.TRAIN)).isEqualTo(6);
        assertThat(listing.count(Split.TEST)).isEqualTo(2);
        assertThat(listing.names(Split.TRAIN)).allMatch(name -> name.matches("(great_pyrenees|pug)_[0-3][.]png"));
    }

    @Test
    void pixelsAndLabelsAreThoseOfTheSameImagesInClassFolders() {
        CatsAndDogs.writeTo(root.resolve("folders"));
        NamedImages named = CatsAndDogs.named(set);
        LoadedDataSet folders = load(LocalImages.folder(root, "folders", Selection.ALL));

        LoadedDataSet names = load(LocalImages.folder(root, "set", named, Selection.ALL));

        assertThat(names.train().labels()).isEqualTo(folders.train().labels());
        for (int image = 0; image < folders.train().count(); image++) {
            assertThat(names.train().pixels(image)).isEqualTo(folders.train().pixels(image));
        }
        assertThat(names.train().name(0)).isEqualTo("train/cat_0.png");
    }

    private static LoadedDataSet load(ImageFolderSource source) {
        return source.list(0, StopSignal.never()).load(Loading.of(4, 1 << 20), StopSignal.never());
    }

    @Test
    void everyNameThatDoesNotFitIsTold() {
        write(set.resolve("cat_1.png"), grey(1));
        write(set.resolve("cat_2.png"), grey(1));
        write(set.resolve("cat.png"), grey(1));
        write(set.resolve("7.PNG"), grey(1));

        assertThat(source(FLAT, "{label}_{#}.png").find(0, StopSignal.never()).problems())
                .startsWith(
                        set.resolve("7.PNG")
                                + " has a name that the pattern does not fit; rename it or change layout.names.pattern",
                        set.resolve("cat.png")
                                + " has a name that the pattern does not fit; rename it or change layout.names.pattern");
    }

    @Test
    void foldersThatAreMissingAndPatternsThatAreNoneAreTold() {
        write(set.resolve("train/cat_1.png"), grey(1));

        assertThatThrownBy(() -> source(FolderSplits.USUAL, "{label}_{#}.png").list(0, StopSignal.never()))
                .hasMessageContaining(set.resolve("test") + " is missing; there are train: imageFolder.folders says");
        assertThatThrownBy(() -> source(FLAT, "{*}").list(0, StopSignal.never()))
                .hasMessage("pattern: \"{*}\" must have {label} once");
    }
}
