package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.data.layout.Tar;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.ForwardingDisk;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of WebDataset, good and hostile. */
class ShardFilesTest {
    private static final ShardFiles USUAL =
            new ShardFiles("train-*.tar", Optional.empty(), Optional.of("test-*.tar"), OptionalDouble.empty());
    private static final ShardFiles HALF =
            new ShardFiles("train-*.tar", Optional.empty(), Optional.empty(), OptionalDouble.of(0.5));

    @TempDir
    private Path temporary;

    private Path root;
    private Path archive;

    @BeforeEach
    void aRoot() throws IOException {
        root = temporary.toRealPath();
        archive = root.resolve("set/train-0.tar");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Two good images, so that all that is told is of what a test adds. */
    private static Tar good() {
        return new Tar()
                .file("1.png", grey(1))
                .file("1.cls", text("7\n"))
                .file("2.png", grey(2))
                .file("2.cls", text("7"));
    }

    private List<String> problems(byte[] content) {
        write(archive, content);
        return Pictures.problems(root, "set", HALF);
    }

    @Test
    void pixelsAndLabelsAreThoseOfTheSameImagesInFolders() {
        ShardFiles shards = CatsAndDogs.shards(root.resolve("set"));
        CatsAndDogs.writeTo(root.resolve("folders"));

        LoadedDataSet loaded = Pictures.load(root, "set", shards, 4);

        Pictures.assertSame(loaded, Pictures.load(root, "folders", FolderSplits.USUAL, 4));
        assertThat(loaded.train().name(0)).isEqualTo("train-0.tar/cat0.png");
        assertThat(loaded.test().name(1)).isEqualTo("test-0.tar/dog/t.png");
    }

    @Test
    void longNamesNotesAndOtherMembersAreRead() {
        String name = "n".repeat(150);
        write(
                archive,
                new Tar()
                        .member("folder/", '5', 0, new byte[0])
                        .member("pax_global_header", 'g', 4, text("x=y\n"))
                        .longName("folder/" + name + ".JPG")
                        .file("cut", grey(1))
                        .pax("path", "folder/" + name + ".json")
                        .file("cut", text("{\"label\": \"ä\", \"of\": {\"label\": 1}}"))
                        .file("b.json", text("{\"label\": 5}"))
                        .file("b.seg.png", text("passed over"))
                        .file("b.txt", text("passed over"))
                        .file("b.webp", grey(2))
                        .bytes());
        write(
                root.resolve("set/test-0.tar"),
                new Tar()
                        .file("c.png", grey(3))
                        .file("c.cls", text("ä"))
                        .file("d.png", grey(3))
                        .file("d.cls", text("5"))
                        .bytes());

        LoadedDataSet loaded = Pictures.load(root, "set", USUAL, 2);

        assertThat(loaded.train().classNames()).containsExactly("5", "ä");
        assertThat(List.of(loaded.train().name(0), loaded.train().name(1)))
                .containsExactly("train-0.tar/b.webp", "train-0.tar/folder/" + name + ".JPG");
    }

    @Test
    void everyMemberThatCannotBeUsedIsTold() {
        assertThat(problems(good().file("../../etc/x.png", grey(1))
                        .file("/x.png", grey(1))
                        .file("3.png", grey(3))
                        .file("4.cls", text("1"))
                        .file("1.jpg", grey(4))
                        .file("2.cls", text("8"))
                        .member("link.png", '2', 0, new byte[0])
                        .member("sparse.png", 'S', 0, new byte[0])
                        .file("6.png", grey(1))
                        .file("6.cls", new byte[] {(byte) 0xff})
                        .file("7.png", grey(1))
                        .file("7.cls", new byte[70_000])
                        .file("8.png", grey(1))
                        .file("8.cls", text("  "))
                        .bytes()))
                .containsExactlyInAnyOrder(
                        archive + ": ../../etc/x.png has a name that leads out of the archive; pack it anew",
                        archive + ": /x.png has a name that leads out of the archive; pack it anew",
                        archive + ": 3.png has no cls beside it, and no json with a label",
                        archive + ": 4.cls has no image beside it",
                        archive + ": 1.jpg is the second image of its key, besides 1.png",
                        archive + ": 2.cls is there twice",
                        archive + ": link.png is no plain file but a symbolic link; pack plain files only",
                        archive + ": sparse.png is no plain file but a sparse file; pack plain files only",
                        archive + ": 6.cls is no label: it is not UTF-8",
                        archive + ": 6.png has no cls beside it, and no json with a label",
                        archive + ": 7.cls is over 65536 bytes, far more than a label needs",
                        archive + ": 7.png has no cls beside it, and no json with a label",
                        archive + ": 8.png has no class; give it one or take it out");
    }

    @Test
    void archivesThatAreCutDamagedOrNoneAreToldInOneLine() {
        byte[] whole = good().bytes();
        assertThat(problems(Arrays.copyOf(whole, 560)))
                .first()
                .asString()
                .startsWith(archive + " is truncated: 1.png has ")
                .endsWith(", only 48 are left");
        assertThat(problems(good().endless())).first().asString().endsWith("without an end mark");
        byte[] damaged = whole.clone();
        damaged[1024 + 5]++;
        assertThat(problems(damaged)).first().isEqualTo(archive + " is damaged: at byte 1024 there is no header");
        assertThat(problems(text("x".repeat(600)))).first().isEqualTo(archive + " is no tar archive");
        assertThat(problems(new byte[0])).first().isEqualTo(archive + " is no tar archive");
        byte[] packed = new byte[600];
        packed[0] = 0x1f;
        packed[1] = (byte) 0x8b;
        assertThat(problems(packed))
                .first()
                .asString()
                .contains("is compressed")
                .contains("gunzip");
        assertThat(problems(new Tar().raw(whole).raw(whole).bytes()))
                .singleElement()
                .asString()
                .contains("goes on behind its end");
    }

    @Test
    void sizesAreNotTakenOnTrust() {
        assertThat(problems(good().member("big.png", '0', 8L << 30, grey(1)).bytes()))
                .first()
                .asString()
                .contains("is truncated: big.png has 8589934592 bytes");
        assertThat(problems(good().pax("size", "999999999999999999")
                        .file("big.png", grey(1))
                        .bytes()))
                .first()
                .asString()
                .contains("is truncated: big.png has 999999999999999999 bytes");
        assertThat(problems(good().pax("size", "-5").file("big.png", grey(1)).bytes()))
                .first()
                .asString()
                .contains("is truncated: big.png has -1 bytes");
        assertThat(problems(good().member("x", 'L', 100_000, new byte[100_000]).bytes()))
                .first()
                .asString()
                .contains("has a name of 100000 bytes");
        assertThat(problems(good().member("x", 'x', 9, text("99 path=a")).bytes()))
                .first()
                .asString()
                .contains("is damaged: the pax header at byte");
        assertThat(problems(good().pax("GNU.sparse.major", "1")
                        .file("s.png", grey(1))
                        .bytes()))
                .singleElement()
                .asString()
                .contains("s.png is no plain file");
    }

    @Test
    void picturesThatAreNoneAreToldByTheirNames() {
        write(
                archive,
                good().file("3.png", text("no picture"))
                        .file("3.cls", text("7"))
                        .bytes());

        assertThat(LocalImages.folder(root, "set", HALF, Selection.ALL)
                        .list(0, StopSignal.never())
                        .examine(OptionalInt.empty(), 1, StopSignal.never(), done -> {})
                        .problems())
                .singleElement()
                .asString()
                .startsWith(archive + "/3.png is no image");
    }

    @Test
    void namesThatFitNothingOrTwoSplitsAreTold() {
        write(archive, good().bytes());
        ShardFiles both = new ShardFiles("*.tar", Optional.empty(), Optional.of("train-0.tar"), OptionalDouble.empty());

        assertThat(Pictures.problems(root, "set", USUAL))
                .first()
                .isEqualTo("shards.test: there is no test-*.tar in " + root.resolve("set") + "; there are train-0.tar");
        assertThat(Pictures.problems(root, "set", both)).first().isEqualTo("shards: train-0.tar is in two splits");
        assertThat(Pictures.problems(
                        root,
                        "set",
                        new ShardFiles("no/*.tar", Optional.empty(), Optional.empty(), OptionalDouble.of(0.5))))
                .first()
                .isEqualTo("shards.train: there is no folder " + root.resolve("set/no"));
    }

    @Test
    void anArchiveThatMayNotBeReadIsToldByItsName() {
        write(archive, good().bytes());
        ImageReading forbidding = new ImageReading(
                new ForwardingDisk() {
                    @Override
                    public SeekableByteChannel open(Path file) throws IOException {
                        throw new AccessDeniedException(file.toString());
                    }
                },
                Links.WITHIN_ROOT,
                Long.MAX_VALUE);

        assertThat(new ImageFolderSource(root, "set", HALF, Selection.ALL, false, forbidding)
                        .find(0, StopSignal.never())
                        .problems())
                .first()
                .isEqualTo(archive + " may not be read; give the user of this process read permission");
    }
}
