package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRun;
import io.mlfd.trainer.data.LocalImages;
import io.mlfd.trainer.data.Selection;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.stop.StopSignal;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void imageFolders() throws IOException {
        shell = new Shell(folder);
        images("data/My Pets", 40, "cat", "dog");
        images("data/deep/flowers", 33, "rose", "tulip");
        images("data/flowers", 100, "lily", "iris");
    }

    private void images(String name, int side, String... classes) throws IOException {
        for (String label : classes) {
            for (String split : List.of("train", "test")) {
                Path of = folder.resolve(name).resolve(split).resolve(label);
                Files.createDirectories(of);
                for (int i = 0; i < 3; i++) {
                    BufferedImage image = new BufferedImage(side, side + 5, BufferedImage.TYPE_INT_RGB);
                    ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
                }
            }
        }
    }

    @Test
    void theFileRunsAsItIs() {
        assertThat(shell.call("init", "data/My Pets", "data/deep/flowers", "data/flowers", "-o", "My file.yaml"))
                .as(shell.err())
                .isZero();

        assertThat(shell.out()).contains("./mlfd run 'My file.yaml' --data " + folder.resolve("data"));
        MLFDRun run = shell.read("My file.yaml");
        assertThat(run.getMetadata().getName()).isEqualTo("my-file");
        assertThat(run.getSpec().datasets())
                .extracting(Dataset::name)
                .containsExactly("my-pets", "flowers", "flowers-2");
        assertThat(run.getSpec().input().size()).isEqualTo(32);
        assertThat(new DataFolders(Optional.of(folder.resolve("data")), Map.of()).of(run.getSpec()))
                .containsOnlyKeys("my-pets", "flowers", "flowers-2");
    }

    @Test
    void whatLargerPicturesAreWorthIsSaidBesideAFileThatRunsAtOnce() throws IOException {
        images("data/large", 200, "cat", "dog");
        images("data/larger", 230, "cat", "dog");

        assertThat(shell.call("init", "data/large", "data/larger", "-o", "large.yaml"))
                .as(shell.err())
                .isZero();
        assertThat(shell.read("large.yaml").getSpec().input().size()).isEqualTo(64);
        assertThat(Files.readString(folder.resolve("large.yaml")))
                .contains(
                        "  input: {size: 64}  # the images have 200 pixels: with hours or a GPU, 224, and {name: mobilenetv2} or"
                                + " {name: resnet18, entry: Large} as models\n");

        shell.call("init", "data/large", "data/flowers", "-o", "mixed.yaml");
        assertThat(Files.readString(folder.resolve("mixed.yaml"))).contains("  input: {size: 64}\n");
    }

    @Test
    void whatItDraftsCanBeListedHoweverFewImagesThereAre() throws IOException {
        for (int i = 3; i < 6; i++) {
            for (String label : List.of("cat", "dog")) {
                Path of = folder.resolve("data/My Pets/train").resolve(label);
                Files.copy(of.resolve("0.png"), of.resolve(i + ".png"));
            }
        }
        shell.call("init", "data/My Pets", "data/flowers", "-o", "few.yaml");
        List<Dataset> datasets = shell.read("few.yaml").getSpec().datasets();
        assertThat(datasets)
                .extracting(dataset -> dataset.source().validation())
                .containsExactly(0.1, null);
        assertThat(datasets).allSatisfy(dataset -> {
            Selection selection = new Selection(
                    List.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.ofNullable(dataset.source().validation())
                            .map(OptionalDouble::of)
                            .orElse(OptionalDouble.empty()));
            String path = dataset.source().imageFolder().path();
            assertThat(LocalImages.folder(folder.resolve("data"), path, selection)
                            .list(0, StopSignal.never())
                            .count(Split.TRAIN))
                    .isPositive();
        });
    }

    private Dataset.ImageFolder drafted(String path) {
        assertThat(shell.call("init", "data/flowers", path, "-o", path.replace('/', '-') + ".yaml"))
                .as(shell.err())
                .isZero();
        Dataset dataset = shell.read(path.replace('/', '-') + ".yaml")
                .getSpec()
                .datasets()
                .get(1);
        assertThat(shell.call("check", path)).as(shell.err() + shell.out()).isZero();
        return dataset.source().imageFolder();
    }

    private void move(String from, String to) throws IOException {
        Files.createDirectories(folder.resolve(to).getParent());
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    @Test
    void validationImagesAreTheTestWhereThereIsNoOther() throws IOException {
        images("data/x", 40, "cat", "dog");
        move("data/x/test", "data/x/val");

        assertThat(drafted("data/x").folders()).isEqualTo(new Dataset.Folders("train", null, "val", null));
        assertThat(shell.out()).contains("x: val is taken for the test, there is no other");
    }

    @Test
    void threeFoldersAreThreeSplits() throws IOException {
        images("data/x", 40, "cat", "dog");
        images("data/y", 40, "cat", "dog");
        move("data/y/train", "data/x/valid");

        assertThat(drafted("data/x").folders()).isEqualTo(new Dataset.Folders("train", "valid", "test", null));
    }

    @Test
    void capitalsAndAFolderAboveAreSeenThrough() throws IOException {
        images("data/x", 40, "cat", "dog");
        move("data/x/train", "data/x/archive/data/Training");
        move("data/x/test", "data/x/archive/data/Test");

        assertThat(drafted("data/x"))
                .isEqualTo(new Dataset.ImageFolder(
                        "x/archive/data", new Dataset.Folders("Training", null, "Test", null), null, null));
    }

    @Test
    void classFoldersWithoutASplitAreParted() throws IOException {
        images("data/x", 40, "cat", "dog");
        move("data/x/train", "data/loose");

        assertThat(drafted("data/loose").folders()).isEqualTo(new Dataset.Folders(".", null, null, 0.2));
        assertThat(shell.out())
                .contains("there are 2 class folders and no split: a fifth of each class is kept for the test");
    }

    @Test
    void aTrainFolderAloneIsParted() throws IOException {
        images("data/x", 40, "cat", "dog");
        move("data/x/test", "data/elsewhere");

        assertThat(drafted("data/x").folders()).isEqualTo(new Dataset.Folders("train", null, null, 0.2));
    }

    @Test
    void whatIsNoLayoutIsToldWithWhatIsThere() throws IOException {
        images("data/x", 40, "cat");
        move("data/x/train/cat", "data/flat");

        assertThat(shell.call("init", "data/flowers", "data/flat")).isEqualTo(21);
        assertThat(shell.err())
                .isEqualTo("mlfd: " + folder.resolve("data/flat")
                        + ": is no layout that is known: there are no folders and 3 files; needed are train/<class>/*"
                        + " with test/<class>/* or val/<class>/*, <class>/*, or another layout of mlfd init --help\n");
    }

    @Test
    void namesThatYamlTakesForSomethingElseStayNames() throws IOException {
        images("data/10", 40, "one", "two");
        images("data/true", 40, "yes", "no");
        assertThat(shell.call("init", "data/10", "data/true", "-o", "2024.yaml"))
                .isZero();
        MLFDRun run = shell.read("2024.yaml");
        assertThat(run.getMetadata().getName()).isEqualTo("2024");
        assertThat(run.getSpec().datasets()).extracting(Dataset::name).containsExactly("10", "true");
    }

    @Test
    void writesToStandardOutputWithoutAFile() {
        assertThat(shell.call("init", "data/My Pets", "data/flowers")).isZero();
        assertThat(shell.out()).startsWith("# To run it here:  ./mlfd run FILE --data " + folder.resolve("data"));
    }

    @Test
    void overwritesNothing() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), "mine");

        assertThat(shell.call("init", "data/My Pets", "data/flowers", "-o", "mine.yaml"))
                .isEqualTo(22);
        assertThat(shell.err()).startsWith("mlfd: mine.yaml: exists already").hasLineCount(1);
        assertThat(folder.resolve("mine.yaml")).hasContent("mine");
    }

    @Test
    void refusesWhatIsNoDataSet() throws IOException {
        assertThat(shell.call("init", "data/flowers", "data/flowers")).isEqualTo(20);
        assertThat(shell.err()).contains("at least two data sets").hasLineCount(1);
        assertThat(shell.call("init", "data/flowers", "data/none")).isEqualTo(21);
        assertThat(shell.err()).contains(folder.resolve("data/none").toString()).hasLineCount(1);
        Files.createDirectories(folder.resolve("data/flowers/train/empty"));
        assertThat(shell.call("init", "data/flowers", "data/My Pets")).isEqualTo(21);
        assertThat(shell.err()).contains("empty").hasLineCount(1);
    }
}
