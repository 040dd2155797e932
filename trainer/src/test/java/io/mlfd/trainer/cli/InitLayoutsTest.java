package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.Dataset;
import io.mlfd.api.ImageLayout;
import io.mlfd.trainer.data.layout.Tar;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts other than class folders: what init drafts for them can be planned and read, and check knows them too. */
class InitLayoutsTest {
    @TempDir
    private Path folder;

    private Shell shell;
    private int level;

    @BeforeEach
    void aSetBesideIt() throws IOException {
        shell = new Shell(folder);
        for (String split : List.of("train", "test")) {
            for (String label : List.of("lily", "iris")) {
                image("data/flowers/" + split + "/" + label + "/0.png");
            }
        }
    }

    private void image(String file) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        level += 3;
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, (i * 0x010305 * level) & 0xffffff);
        }
        ImageIO.write(image, "png", path.toFile());
    }

    /** What init writes for a folder; {@code said} is told by init and by check. */
    private Dataset.ImageFolder drafted(String path, String said) {
        assertThat(shell.call("init", "data/flowers", path, "-o", "run.yaml"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains(said);
        assertThat(shell.call("check", path)).as(shell.err() + shell.out()).isZero();
        assertThat(shell.out()).contains(said);
        assertThat(shell.call("check", "run.yaml", "--data", "data"))
                .as(shell.err() + shell.out())
                .isZero();
        return shell.read("run.yaml").getSpec().datasets().get(1).source().imageFolder();
    }

    @Test
    void aTableWithColumnsOfOtherNames() throws IOException {
        StringBuilder csv = new StringBuilder("image_id,File_Name,Class\n");
        for (int i = 0; i < 10; i++) {
            image("data/x/images/" + i + ".png");
            csv.append(i)
                    .append(',')
                    .append(i)
                    .append(".png,")
                    .append(i % 2 == 0 ? "even" : "odd")
                    .append('\n');
        }
        Files.writeString(folder.resolve("data/x/labels.csv"), csv);
        Files.writeString(folder.resolve("data/x/notes.csv"), "author,year\nme,2026\n");

        Dataset.ImageFolder drafted = drafted(
                "data/x",
                "labels.csv is a table of images: column File_Name is the path, Class the class; a fifth of each class"
                        + " is kept for the test");

        assertThat(drafted)
                .isEqualTo(new Dataset.ImageFolder(
                        "x",
                        null,
                        new ImageLayout(
                                new ImageLayout.Index(
                                        "labels.csv",
                                        "images",
                                        new ImageLayout.Columns("File_Name", "Class", null),
                                        0.2),
                                null,
                                null,
                                null,
                                null),
                        null));
    }

    @Test
    void aTableThatNamesTheTestImages() throws IOException {
        image("data/x/a.png");
        image("data/x/b.png");
        Files.writeString(
                folder.resolve("data/x/all.jsonl"),
                "{\"path\":\"a.png\",\"label\":1,\"split\":\"train\"}\n{\"path\":\"b.png\",\"label\":1,\"split\":\"test\"}\n");

        assertThat(drafted("data/x", "column path is the path, label the class, split the split")
                        .layout())
                .isEqualTo(
                        new ImageLayout(new ImageLayout.Index("all.jsonl", null, null, null), null, null, null, null));
    }

    @Test
    void imagesThatSayTheirClassInTheirName() throws IOException {
        for (int i = 0; i < 5; i++) {
            image("data/pets/images/Abyssinian_" + i + ".png");
            image("data/pets/images/great_pyrenees_" + i + ".png");
            image("data/pets/annotations/trimaps/Abyssinian_" + i + ".png");
            image("data/pets/annotations/trimaps/pug_" + i + ".png");
        }

        assertThat(drafted("data/pets", "images are named {label}_{#}.png: a fifth of each class is kept"))
                .isEqualTo(new Dataset.ImageFolder(
                        "pets/images",
                        new Dataset.Folders(".", null, null, 0.2),
                        new ImageLayout(null, new ImageLayout.Names("{label}_{#}.png"), null, null, null),
                        null));
    }

    @Test
    void trainImagesThatSayTheirClassBesideTestImagesThatDoNot() throws IOException {
        for (int i = 0; i < 5; i++) {
            image("data/contest/train/cat." + i + ".png");
            image("data/contest/train/dog." + i + ".png");
            image("data/contest/test/" + i + ".png");
        }

        assertThat(drafted("data/contest", "images in train are named {label}.{#}.png: a fifth"))
                .isEqualTo(new Dataset.ImageFolder(
                        "contest",
                        new Dataset.Folders("train", null, null, 0.2),
                        new ImageLayout(null, new ImageLayout.Names("{label}.{#}.png"), null, null, null),
                        null));
    }

    @Test
    void cifarInTheBinaryVersionInItsOwnFolder() throws IOException {
        byte[] batch = new byte[2 * 3073];
        new Random(1).nextBytes(batch);
        batch[0] = 0;
        batch[3073] = 1;
        Path of = Files.createDirectories(folder.resolve("data/cifar/cifar-10-batches-bin"));
        Files.write(of.resolve("data_batch_1.bin"), batch);
        batch[100]++;
        Files.write(of.resolve("test_batch.bin"), batch);
        Files.writeString(of.resolve("batches.meta.txt"), "cat\ndog\n");

        assertThat(drafted("data/cifar", "is CIFAR-10 in the binary version"))
                .isEqualTo(new Dataset.ImageFolder(
                        "cifar/cifar-10-batches-bin",
                        null,
                        new ImageLayout(null, null, new ImageLayout.Cifar(null), null, null),
                        null));
    }

    @Test
    void filesOfMnist() throws IOException {
        Path of = Files.createDirectories(folder.resolve("data/mnist/raw"));
        for (String split : List.of("train", "t10k")) {
            byte[] images = new byte[16 + 2 * 64];
            new Random(split.length()).nextBytes(images);
            ByteBuffer.wrap(images).putInt(0x0803).putInt(2).putInt(8).putInt(8);
            Files.write(of.resolve("emnist-" + split + "-images-idx3-ubyte"), images);
            Files.write(
                    of.resolve("emnist-" + split + "-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 3, 4});
        }

        assertThat(drafted("data/mnist", "is in MNIST's format (IDX)"))
                .isEqualTo(new Dataset.ImageFolder(
                        "mnist/raw",
                        null,
                        new ImageLayout(null, null, null, new ImageLayout.Idx("emnist-"), null),
                        null));
    }

    @Test
    void archivesOfWebDataset() throws IOException {
        Path of = Files.createDirectories(folder.resolve("data/web/shards"));
        for (String name : List.of("train-000.tar", "val-000.tar")) {
            image("data/" + name + "0.png");
            image("data/" + name + "1.png");
            Files.write(
                    of.resolve(name),
                    new Tar()
                            .file("a.png", Files.readAllBytes(folder.resolve("data/" + name + "0.png")))
                            .file("a.cls", new byte[] {'0'})
                            .file("b.png", Files.readAllBytes(folder.resolve("data/" + name + "1.png")))
                            .file("b.cls", new byte[] {'1'})
                            .bytes());
        }

        assertThat(drafted(
                        "data/web",
                        "train*.tar are WebDataset archives; val*.tar are taken for the test, there are no others"))
                .isEqualTo(new Dataset.ImageFolder(
                        "web/shards",
                        null,
                        new ImageLayout(
                                null, null, null, null, new ImageLayout.Shards("train*.tar", null, "val*.tar", null)),
                        null));
    }

    @Test
    void anArchiveBesideClassFoldersIsNotTakenForTheDataSet() throws IOException {
        for (int i = 0; i < 5; i++) {
            image("data/x/rose/" + i + ".png");
            image("data/x/tulip/" + i + ".png");
        }
        Files.write(folder.resolve("data/x/images.tar"), new Tar().bytes());

        assertThat(shell.call("init", "data/flowers", "data/x")).isEqualTo(21);
        assertThat(shell.err()).contains("data/x/images.tar is a file");
    }
}
