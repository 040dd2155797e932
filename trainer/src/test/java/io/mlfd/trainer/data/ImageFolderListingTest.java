package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.CatsAndDogs.classes;
import static io.mlfd.trainer.data.CatsAndDogs.selection;
import static io.mlfd.trainer.data.CatsAndDogs.validation;
import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a data set of image folders is found to hold, and every way in which it can be wrong before an image is read. */
class ImageFolderListingTest {
    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void twoClassesOfThreeTrainAndOneTestImages() throws IOException {
        set = CatsAndDogs.below(temporary);
        root = set.getParent();
    }

    private ImageFolderListing list(Selection selection) {
        return LocalImages.folder(root, "set", selection).list(0, StopSignal.never());
    }

    private ImageFolderListing list() {
        return list(Selection.ALL);
    }

    private void assertListingTells(String... problems) {
        assertListingTells(Selection.ALL, problems);
    }

    private void assertListingTells(Selection selection, String... problems) {
        assertThatThrownBy(() -> list(selection))
                .isInstanceOfSatisfying(
                        BadInputException.class, e -> assertThat(e.problems()).containsExactlyInAnyOrder(problems));
    }

    @Test
    void takesTheFirstFilesOfChosenClassesInTheOrderGiven() {
        ImageFolderListing listing = list(selection(List.of("dog", "cat"), 2, 1));

        assertThat(listing.classNames()).containsExactly("dog", "cat");
        assertThat(listing.names(Split.TRAIN))
                .containsExactly("train/dog/0.png", "train/dog/1.png", "train/cat/0.png", "train/cat/1.png");
        assertThat(listing.count(Split.TEST)).isEqualTo(2);
    }

    @Test
    void sortsByCodePoint() {
        // U+1F600 is two chars below U+FF21 in UTF-16, but above it as a code point and in UTF-8.
        assertThat(Stream.of("\uff21", "\ud83d\ude00", "a", "ab", "B").sorted(CodePointOrder.INSTANCE))
                .containsExactly("B", "a", "ab", "\uff21", "\ud83d\ude00");
    }

    @Test
    void missingFoldersAreNamed() throws IOException {
        assertThatThrownBy(() -> LocalImages.folder(root.resolve("gone"), "set", Selection.ALL)
                        .list(0, StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("data root " + root.resolve("gone") + " does not exist; name an existing folder");
        assertThatThrownBy(() -> LocalImages.folder(root, "sets", Selection.ALL).list(0, StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("path: looked for the folder " + root.resolve("sets")
                        + ", which does not exist; name a folder below the data root");
        Files.move(set.resolve("test"), set.resolve("val"));
        String needs = " is missing; the data set needs train/<class>/* and test/<class>/*; there are ";
        String remedy = ": imageFolder.folders says which is which";
        assertListingTells(set.resolve("test") + needs + "train, val" + remedy);
        Files.move(set.resolve("train"), set.resolve("learn"));
        assertListingTells(
                set.resolve("train") + needs + "learn, val" + remedy,
                set.resolve("test") + needs + "learn, val" + remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "..", "../root/set", "set/../../etc", "", " ", "a\0b"})
    void pathsOutOfTheRootAreRefused(String path) {
        assertThatThrownBy(() -> LocalImages.folder(root, path, Selection.ALL).list(0, StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("path: \"")
                .hasMessageNotContaining("\0");
    }

    @Test
    void everyProblemOfTheListingIsToldAtOnce() throws IOException {
        Files.createDirectories(set.resolve("train/empty"));
        write(set.resolve("test/empty/1.png"), grey(1));
        write(set.resolve("test/bird/1.png"), grey(1));
        write(set.resolve("train/fish/1.png"), grey(1));
        write(set.resolve("train/readme.txt"), new byte[] {1});
        Files.createDirectories(set.resolve("train/cat/more"));
        Path secret = Files.write(temporary.resolve("secret.png"), grey(1)).toRealPath();
        Files.createSymbolicLink(set.resolve("train/dog/link.png"), secret);
        Files.createSymbolicLink(set.resolve("train/dog/nothing.png"), Path.of("gone"));

        assertListingTells(
                set.resolve("train/empty") + " holds no image; add images or remove the class",
                "class bird is in test but not in train; add train images of it or remove the folder",
                "class fish is in train but not in test; add test images of it or remove the folder",
                set.resolve("train/readme.txt") + " is a file; " + set.resolve("train")
                        + " must hold one folder for each class",
                set.resolve("train/cat/more") + " is no file; a class folder must hold images and nothing else",
                set.resolve("train/dog/link.png") + " is a link to " + secret + ", outside the data root " + root
                        + "; copy the images below the root",
                set.resolve("train/dog/nothing.png")
                        + " is a link to nothing; remove it or restore what it pointed to");
    }

    @Test
    void foldersThatAreLinksOutOfTheRootAreRefused() throws IOException {
        Path outside = temporary.toRealPath().resolve("outside");
        Files.move(set.resolve("train/cat"), outside);
        Files.createSymbolicLink(set.resolve("train/cat"), outside);

        assertThatThrownBy(() -> list())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        set.resolve("train/cat") + " is a link to " + outside + ", outside the data root");
        Files.delete(set.resolve("train/cat"));
        Files.move(outside, set.resolve("train/cat"));
        Files.move(set, outside);
        Files.createSymbolicLink(set, outside);
        assertThatThrownBy(() -> list()).hasMessageContaining("outside the data root");
    }

    @Test
    void everyProblemIsNamedAndTheMessageEndsBetweenTwo() {
        for (int i = 0; i < 25; i++) {
            write(set.resolve("train/odd" + i + "/x.png"), grey(1));
        }

        assertThatThrownBy(() -> list()).isInstanceOfSatisfying(BadInputException.class, e -> {
            assertThat(e.problems())
                    .hasSize(25)
                    .allMatch(problem -> problem.startsWith("class odd") && problem.endsWith("remove the folder"));
            assertThat(e.getMessage())
                    .startsWith(e.problems().get(0) + "; " + e.problems().get(1))
                    .matches(".*remove the folder; and [0-9]+ more");
            assertThat(e.getMessage().length()).isBetween(600, 760);
        });
    }

    @Test
    void problemsBeyondTenThousandAreCounted() {
        Problems problems = new Problems();
        for (int i = 0; i < 10_005; i++) {
            problems.add("file " + i);
        }

        assertThat(problems.lines()).hasSize(10_001).endsWith("file 9999", "and 5 more");
        assertThatThrownBy(problems::throwIfAny).hasMessageMatching("file 0; .*; and \\d+ more");
    }

    @Test
    void aClassInTwoUnicodeFormsIsToldAsThat() {
        write(set.resolve("train/pfa\u0308u/0.png"), grey(1));
        write(set.resolve("test/pf\u00e4u/0.png"), grey(1));

        assertListingTells(
                Selection.ALL,
                "class pf\u00e4u is in train and test in two Unicode forms, which look the same and are not: rename one,"
                        + " or all with convmv -f utf8 -t utf8 --nfc");
        assertListingTells(
                classes("cat", "PFAU", "pf\u00e4u"),
                "classes: PFAU is not there; there are cat, dog, pfa\u0308u",
                "class pf\u00e4u is in train and test in two Unicode forms, which look the same and are not: rename one,"
                        + " or all with convmv -f utf8 -t utf8 --nfc");
    }

    @Test
    void aClassThatIsAskedForInAnotherUnicodeFormIsToldAsThat() {
        write(set.resolve("train/pfa\u0308u/0.png"), grey(1));
        write(set.resolve("test/pfa\u0308u/0.png"), grey(1));

        assertListingTells(
                classes("cat", "pf\u00e4u"),
                "classes: pf\u00e4u is not there; a folder of that name in another Unicode form is: rename one, or all"
                        + " with convmv -f utf8 -t utf8 --nfc");
    }

    @Test
    void unknownClassesAreAnsweredWithWhatIsThere() {
        assertListingTells(classes("cat", "cow"), "classes: cow is not there; there are cat, dog");
        assertThatThrownBy(() -> classes("cat", "cat")).hasMessage("classes: cat is named twice; name each class once");
    }

    @Test
    void classesThatAreNotChosenNeedNotBeWhole() {
        write(set.resolve("test/bird/1.png"), grey(1));

        assertThat(list(classes("cat")).classNames()).containsExactly("cat");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> selection(List.of(), 0, -1))
                .hasMessage("trainPerClass: 0 must be 1 or more; testPerClass: -1 must be 1 or more");
        for (double part : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> validation(part)).hasMessageContaining("must be above 0 and below 1");
        }
    }

    @Test
    void overlongListingsAreCutShort() {
        ImageFolderSource source = LocalImages.folder(root, "set", Selection.ALL);

        assertThatThrownBy(() ->
                        new FolderScan(source, FolderSplits.USUAL, 0, new ScanLimits(1, 100), StopSignal.never()).run())
                .hasMessage(set.resolve("train") + " takes the data set over its limit of 1 classes; use fewer");
        assertThatThrownBy(() ->
                        new FolderScan(source, FolderSplits.USUAL, 0, new ScanLimits(2, 7), StopSignal.never()).run())
                .hasMessage(set.resolve("test/dog") + " takes the data set over its limit of 7 images; use fewer");
        assertThat(new FolderScan(source, FolderSplits.USUAL, 0, new ScanLimits(2, 8), StopSignal.never())
                        .run()
                        .count(Split.TRAIN))
                .isEqualTo(6);
    }

    @Test
    void aStopIsSeenAtEveryFolderAndTwiceAtEveryFile() {
        ImageFolderSource source = LocalImages.folder(root, "set", Selection.ALL);
        AtomicInteger polls = new AtomicInteger();
        source.list(0, () -> polls.incrementAndGet() < 0);

        assertThat(polls).hasValue(4 + 2 * 8);
        for (int last = 1; last <= polls.get(); last++) {
            AtomicInteger left = new AtomicInteger(last);
            assertThatThrownBy(() -> source.list(0, () -> left.decrementAndGet() == 0))
                    .isInstanceOf(StoppedException.class);
        }
    }

    @Test
    void validationIsAFixedPartOfEveryClass() {
        for (int i = 3; i < 10; i++) {
            write(set.resolve("train/cat/" + i + ".png"), grey(i));
            write(set.resolve("train/dog/" + i + ".png"), grey(i));
        }
        ImageFolderListing first = list(validation(0.3));
        ImageFolderListing again = list(validation(0.3));
        ImageFolderListing otherSeed =
                LocalImages.folder(root, "set", validation(0.3)).list(1, StopSignal.never());

        assertThat(first.names(Split.VALIDATION)).hasSize(6).isEqualTo(again.names(Split.VALIDATION));
        assertThat(first.names(Split.VALIDATION).stream().filter(name -> name.startsWith("train/cat")))
                .hasSize(3);
        assertThat(otherSeed.names(Split.VALIDATION)).isNotEqualTo(first.names(Split.VALIDATION));
        assertThat(Stream.concat(first.names(Split.TRAIN).stream(), first.names(Split.VALIDATION).stream()))
                .containsExactlyInAnyOrderElementsOf(list().names(Split.TRAIN));
        assertThat(first.names(Split.TEST)).isEqualTo(list().names(Split.TEST));
    }

    @Test
    void aValidationPartOfNothingIsRefused() {
        assertListingTells(
                validation(0.1),
                "validation: 0.1 of the 3 train images of class cat is 0; at least one must be held back and one left:"
                        + " change validation or add images",
                "validation: 0.1 of the 3 train images of class dog is 0; at least one must be held back and one left:"
                        + " change validation or add images");
    }

    @Test
    void namesAreMadeFitForOneLine() {
        assertThat(Problems.printable("a\nb\u001b[31m\u202ec")).isEqualTo("a?b?[31m?c");
        assertThat(Problems.printable("x".repeat(500))).hasSize(203).endsWith("...");
        write(set.resolve("train/new\nline/1.png"), grey(1));
        assertListingTells(set.resolve("train/new?line") + " has a control character in its name; rename the class");
    }
}
