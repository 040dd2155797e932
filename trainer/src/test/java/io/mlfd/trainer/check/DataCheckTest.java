package io.mlfd.trainer.check;

import static io.mlfd.trainer.check.Paintings.waves;
import static io.mlfd.trainer.check.Paintings.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.check.SetReport.ClassCount;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.LocalImages;
import io.mlfd.trainer.data.Selection;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataCheckTest {
    @TempDir
    private Path root;

    private Path first;
    private Path second;

    @BeforeEach
    void twoDataSets() {
        first = root.resolve("first");
        second = root.resolve("second");
        Paintings.dataset(first, 0);
        Paintings.dataset(second, 100);
    }

    private Map<String, ImageFolderSource> folders() {
        return folders(Selection.ALL);
    }

    private Map<String, ImageFolderSource> folders(Selection selection) {
        Map<String, ImageFolderSource> folders = new LinkedHashMap<>();
        folders.put("first", LocalImages.folder(root, "first", selection));
        folders.put("second", LocalImages.folder(root, "second", selection));
        return folders;
    }

    private CheckReport check() {
        return check(folders());
    }

    private static CheckReport check(Map<String, ImageFolderSource> folders) {
        return new DataCheck(2, StopSignal.never(), (dataset, done, all) -> {}).of(folders, 0);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> notes(int set) {
        return check().sets().get(set).notes().stream().map(Note::text).toList();
    }

    @Test
    void goodDataHaveCountsAndNothingElse() {
        CheckReport report = check();

        assertThat(report.problems()).isZero();
        assertThat(report.notes()).isZero();
        assertThat(report.images()).isEqualTo(16);
        assertThat(report.sets().get(0).classes())
                .containsExactly(new ClassCount("a", 3, 0, 1), new ClassCount("b", 3, 0, 1));
    }

    @Test
    void imagesHeldBackForValidationAreCountedApart() {
        Selection third = new Selection(List.of(), OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.of(0.34));

        assertThat(check(folders(third)).sets().get(0).classes())
                .containsExactly(new ClassCount("a", 2, 1, 1), new ClassCount("b", 2, 1, 1));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceInAllDataSets() throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.createFile(first.resolve("train/a/empty" + i + ".jpg"));
        }
        Files.createDirectories(first.resolve("train/c"));
        write(first.resolve("train/c/0.png"), waves(50, 32));
        Files.writeString(second.resolve("test/b/0.png"), "no image");

        CheckReport report = check();

        assertThat(report.sets().get(0).problems())
                .hasSize(31)
                .startsWith("class c is in train but not in test; add test images of it or remove the folder")
                .contains(first.toRealPath().resolve("train/a/empty29.jpg")
                        + " is empty, none of PNG, JPEG, GIF, BMP, TIFF and WebP; convert or remove it");
        assertThat(report.sets().get(1).problems())
                .containsExactly(second.toRealPath().resolve("test/b/0.png")
                        + " is no image, none of PNG, JPEG, GIF, BMP, TIFF and WebP; convert or remove it");
    }

    @Test
    void whatIsLeftOutIsANote() throws IOException {
        Files.writeString(first.resolve("train/b/bad.png"), "no image");
        Map<String, ImageFolderSource> folders = folders();
        folders.put("first", LocalImages.folder(root, "first", Selection.ALL, true));

        SetReport report = check(folders).sets().get(0);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .singleElement()
                .extracting(Note::text)
                .isEqualTo("1 image is left out, as onBadImage wants it; "
                        + first.toRealPath().resolve("train/b/bad.png")
                        + " is no image, none of PNG, JPEG, GIF, BMP, TIFF and WebP; convert or remove it");
    }

    @Test
    void whatIsNoDataSetAtAllIsToldBesideTheOthers() throws IOException {
        Files.move(first.resolve("test"), root.resolve("elsewhere"));
        write(second.resolve("test/a/0.png"), waves(100, 32));

        CheckReport report = check();

        assertThat(report.sets().get(0).problems())
                .singleElement()
                .asString()
                .contains("test is missing; the data set needs train/<class>/* and test/<class>/*");
        assertThat(report.sets().get(1).notes()).hasSize(1);
    }

    @Test
    void testImagesThatAreTrainImagesTooAreCounted() throws IOException {
        copy(first.resolve("train/a/1.png"), first.resolve("test/a/0.png"));

        assertThat(notes(0))
                .containsExactly("of the 2 test images 1 are train images too: an accuracy on them is one of memory;"
                        + " test/a/0.png is train/a/1.png");
    }

    @Test
    void equalPixelsAreEqualWhateverTheFileIs() {
        write(first.resolve("test/b/0.bmp"), waves(0, 32));

        assertThat(notes(0))
                .contains("of the 3 test images 1 are train images too: an accuracy on them is one of memory;"
                        + " test/b/0.bmp is train/a/0.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.jpg", "0.png"})
    void imagesThatWereSavedAgainOrMadeSmallerLookAlike(String name) {
        write(first.resolve("test/b/" + name), waves(0, name.endsWith("jpg") ? 32 : 24));

        assertThat(notes(0))
                .singleElement()
                .asString()
                .contains("1 look like train images: an accuracy on them is one of memory;" + " test/b/" + name
                        + " looks like train/a/0.png");
    }

    @Test
    void trainImagesThatAreTestImagesOfAnotherDataSetAreToldThere() throws IOException {
        copy(first.resolve("test/a/0.png"), second.resolve("train/b/new.png"));

        assertThat(notes(0))
                .containsExactly("of the 2 test images 1 are train images of data set second too: an accuracy on them"
                        + " is one of memory; test/a/0.png is second:train/b/new.png");
        assertThat(notes(1)).isEmpty();
    }

    @Test
    void theSameFolderTwiceIsTold() {
        Map<String, ImageFolderSource> folders = folders();
        folders.put("second", folders.get("first"));

        assertThat(check(folders).sets().get(1).notes())
                .extracting(Note::text)
                .containsExactly(
                        "of the 6 train images 6 are train images of data set first too;"
                                + " train/a/0.png is first:train/a/0.png",
                        "of the 2 test images 2 are test images of data set first too;"
                                + " test/a/0.png is first:test/a/0.png");
    }

    @Test
    void anImageUnderTwoClassesIsTold() throws IOException {
        copy(first.resolve("train/a/0.png"), first.resolve("train/b/again.png"));

        assertThat(notes(0))
                .contains("1 image stands under more than one class; train/a/0.png = train/b/again.png")
                .contains("1 image is a copy of another in the same split; train/a/0.png = train/b/again.png");
    }

    @Test
    void ofManyCopiesTheFirstAreNamedAndTheOthersCounted() throws IOException {
        for (int i = 0; i < 14; i++) {
            copy(first.resolve("train/a/0.png"), first.resolve("train/a/copy" + i + ".png"));
        }

        assertThat(notes(0))
                .singleElement()
                .asString()
                .startsWith("14 images are copies of another in the same split; train/a/0.png = train/a/copy0.png = ")
                .endsWith(" and 5 more");
    }

    @Test
    void unevenClassesAreTold() {
        for (int i = 0; i < 30; i++) {
            write(first.resolve("train/b/more" + i + ".png"), waves(1000 + i, 32));
        }

        assertThat(notes(0))
                .containsExactly("classes are uneven: class b has 33 train images, class a has 3; an accuracy over all"
                        + " images says little of the small ones");
    }

    @Test
    void oneClassIsTold() throws IOException {
        Files.move(first.resolve("train/b"), root.resolve("train-b"));
        Files.move(first.resolve("test/b"), root.resolve("test-b"));

        assertThat(notes(0)).containsExactly("there is one class, a: every answer is right, and nothing is learnt");
    }

    @Test
    void aRequestToStopIsAnswered() {
        AtomicInteger asked = new AtomicInteger();
        DataCheck check = new DataCheck(2, () -> asked.incrementAndGet() > 25, (dataset, done, all) -> {});

        assertThatThrownBy(() -> check.of(folders(), 0)).isInstanceOf(StoppedException.class);
    }
}
