package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets that are listed by a table. */
class ImageTableTest {
    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void aFolder() throws IOException {
        root = temporary.toRealPath();
        set = root.resolve("set");
        CatsAndDogs.writeTo(set);
    }

    private ImageFolderSource source(String file, String text) {
        write(set.resolve(file), text.getBytes(StandardCharsets.UTF_8));
        return source(CatsAndDogs.table(file));
    }

    private ImageFolderSource source(ImageTable table) {
        return LocalImages.folder(root, "set", table, Selection.ALL);
    }

    private List<String> problems(String file, String text) {
        return source(file, text).find(0, StopSignal.never()).problems();
    }

    private static ImageFolderListing list(ImageFolderSource source) {
        return source.list(0, StopSignal.never());
    }

    @Test
    void theSameImagesHaveTheFingerprintThatTheyHaveAsFolders() {
        String folders = list(LocalImages.folder(root, "set", Selection.ALL)).fingerprint(StopSignal.never());

        assertThat(list(source(CatsAndDogs.table(set))).fingerprint(StopSignal.never()))
                .isEqualTo(folders);
        assertThat(list(source("b.jsonl", """
                {"path": "test/dog/t.png", "label": "dog", "split": "TEST", "more": [1]}
                {"path": "test/cat/t.png", "label": "cat", "split": "testing"}

                {"label": "cat", "path": "train/cat/0.png", "split": "train"}
                {"label": "cat", "path": "./train/cat/2.png", "split": "training"}
                {"label": "cat", "path": "train/cat/1.png", "split": "train"}
                {"label": "dog", "path": "train/dog/0.png", "split": "train"}
                {"label": "dog", "path": "train/dog/1.png", "split": "train"}
                {"label": "dog", "path": "train/dog/2.png", "split": "train"}
                """)).fingerprint(StopSignal.never())).isEqualTo(folders);
    }

    @Test
    void quotesMarksAndLineEndsOfOtherSystemsAreRead() {
        write(set.resolve("a, \"b\".png"), grey(1));
        String rows = """
                label,split,path
                "x, ""y"" z",train,"a, ""b"".png"
                dog,train,train/dog/0.png

                "dog",test,test/dog/t.png
                "x, ""y"" z",val,train/cat/0.png
                "x, ""y"" z",test,train/cat/1.png""";

        ImageFolderListing listing = list(source("a.csv", "\ufeff" + rows.replace("\n", "\r\n")));

        assertThat(listing.classNames()).containsExactly("dog", "x, \"y\" z");
        assertThat(listing.names(Split.TRAIN)).containsExactly("train/dog/0.png", "a, \"b\".png");
        assertThat(listing.names(Split.VALIDATION)).containsExactly("train/cat/0.png");
        assertThat(listing.names(Split.TEST)).containsExactly("test/dog/t.png", "train/cat/1.png");
    }

    @Test
    void everythingThatIsWrongIsToldWithItsLine() throws IOException {
        Files.createFile(root.resolve("secret.png"));
        assertThat(problems("a.csv", """
                path,label,split
                train/cat/0.png,cat,train
                train/cat/9.png,cat,train
                ../secret.png,cat,train
                /etc/passwd,cat,train
                train/cat/0.png,dog,test
                train/dog/0.png,,train
                train/dog/0.png,dog,holdout
                train/dog/0.png,dog
                train/cat,cat,train
                "train"/dog/1.png,dog,train
                test/cat/t.png,cat,test
                train/dog/1.png,"dog,train
                """))
                .containsExactly(
                        "a.csv line 3: " + set.resolve("train/cat/9.png") + " does not exist",
                        "a.csv line 4: \"../secret.png\" must be a path below " + set
                                + ": relative, not empty and without \"..\"",
                        "a.csv line 5: \"/etc/passwd\" must be a path below " + set
                                + ": relative, not empty and without \"..\"",
                        "a.csv line 6: train/cat/0.png is in line 2 already; name each image once",
                        "a.csv line 7: has no label; give it one or take the row out",
                        "a.csv line 8: split \"holdout\" is none of train, validation and test",
                        "a.csv line 9: has 2 fields, the header has 3; a comma inside a field needs quotes around it",
                        "a.csv line 10: " + set.resolve("train/cat") + " is no file",
                        "a.csv line 11: has text behind a closing quote",
                        "a.csv line 13: has a quoted field that does not end");
    }

    @Test
    void jsonThatIsNoneIsToldWithItsLine() {
        assertThat(problems("a.jsonl", """
                {"path": "train/cat/0.png", "label": "cat"}
                [1]
                {"path": "train/cat/1.png", "path": "train/cat/2.png", "label": "cat"}
                {"path": "train/cat/1.png", "label": {"of": "cat"}}
                """))
                .satisfiesExactly(
                        second -> assertThat(second).isEqualTo("a.jsonl line 2: is no JSON object"),
                        third -> assertThat(third).startsWith("a.jsonl line 3: is no JSON object (Duplicate field"),
                        fourth -> assertThat(fourth).startsWith("a.jsonl line 4: has no label"),
                        last -> assertThat(last).startsWith("there are no test images; index.testFraction"));
    }

    @Test
    void whatIsNoSuchTableIsRefusedInOneLine() {
        assertThat(problems("a.csv", "file,class\nx,y\n"))
                .first()
                .isEqualTo("a.csv: has no column path and none label; there are class, file: index.columns says which"
                        + " is which");
        assertThat(problems("b.csv", "")).first().asString().contains("b.csv: is empty");
        assertThat(problems("c.csv", "path,path,label\n")).first().asString().contains("names a column twice");
        assertThat(problems("d.csv", "path,label\n" + "x".repeat(70_000) + ",y\n"))
                .first()
                .isEqualTo("d.csv: line 2: is over 65536 bytes; is this a table?");
        assertThat(problems("e.txt", "path,label\n"))
                .containsExactly("index.file: e.txt must be a .csv, .jsonl or .ndjson file");
        write(set.resolve("f.csv"), "path,label\nä,b\n".getBytes(StandardCharsets.UTF_16));
        assertThat(source(CatsAndDogs.table("f.csv"))
                        .find(0, StopSignal.never())
                        .problems())
                .first()
                .asString()
                .contains("is not UTF-8");
        assertThat(source(CatsAndDogs.table("no.csv"))
                        .find(0, StopSignal.never())
                        .problems())
                .containsExactly("index.file: " + set.resolve("no.csv") + " does not exist");
        assertThat(source(CatsAndDogs.table("../a.csv"))
                        .find(0, StopSignal.never())
                        .problems())
                .singleElement()
                .asString()
                .startsWith("index.file: \"../a.csv\" must be a path below");
    }

    @Test
    void aLinkOutOfTheRootIsRefusedByItsLine() throws IOException {
        Path outside = Files.createDirectory(temporary.resolveSibling(temporary.getFileName() + "-outside"));
        write(outside.resolve("x.png"), grey(3));
        Files.createSymbolicLink(set.resolve("x.png"), outside.resolve("x.png"));

        assertThat(problems(
                        "a.csv",
                        "path,label,split\nx.png,cat,train\ntrain/cat/0.png,cat,train\ntest/cat/t.png,cat,test\n"))
                .singleElement()
                .asString()
                .startsWith("a.csv line 2: " + set.resolve("x.png") + " is a link to ")
                .contains("outside the data root");
    }

    @Test
    void columnsMayHaveOtherNamesAndPathsBeginInAnotherFolder() {
        write(
                set.resolve("lists/a.csv"),
                "breed,id,fold\ncat,0.png,train\ncat,1.png,test\n".getBytes(StandardCharsets.UTF_8));

        ImageFolderListing listing = list(source(new ImageTable(
                "lists/a.csv", Optional.of("train/cat"), "id", "breed", Optional.of("fold"), OptionalDouble.empty())));

        assertThat(listing.names(Split.TRAIN)).containsExactly("train/cat/0.png");
        assertThat(listing.names(Split.TEST)).containsExactly("train/cat/1.png");
    }

    @Test
    void aFractionTakesThePlaceOfTestRowsAndNeverStandsBesideThem() {
        String rows = "path,label\ntrain/cat/0.png,cat\ntrain/cat/1.png,cat\ntrain/cat/2.png,cat\n";
        write(set.resolve("a.csv"), rows.getBytes(StandardCharsets.UTF_8));
        ImageTable half =
                new ImageTable("a.csv", Optional.empty(), "path", "label", Optional.empty(), OptionalDouble.of(0.5));

        assertThat(list(source(half)).count(Split.TEST)).isEqualTo(2);
        assertThatThrownBy(() -> list(source("a.csv", rows)))
                .hasMessageContaining("there are no test images; index.testFraction");
        write(set.resolve("a.csv"), "path,label,split\ntrain/cat/0.png,cat,test\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> list(source(half)))
                .hasMessage("index.testFraction: there are test images, of cat; leave the fraction out");
    }
}
