package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.bytes;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MNIST as it is handed round, packed and unpacked. */
class IdxFilesTest {
    private static final int WIDTH = 5;
    private static final int HEIGHT = 4;
    private static final IdxFiles PLAIN = new IdxFiles("");

    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void aSet() throws IOException {
        root = temporary.toRealPath();
        set = root.resolve("set");
        write(set.resolve("train-images-idx3-ubyte"), images(1, 2, 3));
        write(set.resolve("train-labels-idx1-ubyte"), labels(7, 0, 7));
        write(set.resolve("t10k-images-idx3-ubyte"), images(4, 5));
        write(set.resolve("t10k-labels-idx1-ubyte"), labels(0, 7));
    }

    private static byte[] images(int... seeds) {
        ByteBuffer file = ByteBuffer.allocate(16 + seeds.length * WIDTH * HEIGHT);
        file.putInt(0x0803).putInt(seeds.length).putInt(HEIGHT).putInt(WIDTH);
        for (int seed : seeds) {
            file.put(Pictures.planes(seed, WIDTH, HEIGHT, 1));
        }
        return file.array();
    }

    private static byte[] labels(int... labels) {
        return ByteBuffer.allocate(8 + labels.length)
                .putInt(0x0801)
                .putInt(labels.length)
                .put(bytes(labels))
                .array();
    }

    private static byte[] packed(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void pack(String file) throws IOException {
        write(set.resolve(file + ".gz"), packed(Files.readAllBytes(set.resolve(file))));
        Files.delete(set.resolve(file));
    }

    private void png(String file, int seed) {
        write(
                root.resolve("folders").resolve(file),
                Pictures.png(Pictures.planes(seed, WIDTH, HEIGHT, 1), WIDTH, HEIGHT));
    }

    private List<String> problems() {
        return Pictures.problems(root, "set", PLAIN);
    }

    @Test
    void pixelsAreThoseOfTheSamePicturesInFoldersPackedOrNot() throws IOException {
        png("train/7/a.png", 1);
        png("train/0/a.png", 2);
        png("train/7/b.png", 3);
        png("test/0/a.png", 4);
        png("test/7/a.png", 5);
        LoadedDataSet folders = Pictures.load(root, "folders", FolderSplits.USUAL, 4);

        LoadedDataSet plain = Pictures.load(root, "set", PLAIN, 4);
        Pictures.assertSame(plain, folders);
        assertThat(plain.train().name(1)).isEqualTo("train-images-idx3-ubyte#0");
        pack("train-images-idx3-ubyte");
        pack("t10k-labels-idx1-ubyte");
        LoadedDataSet half = Pictures.load(root, "set", PLAIN, 4);
        Pictures.assertSame(half, folders);
        assertThat(half.fingerprint()).isEqualTo(plain.fingerprint());
    }

    @Test
    void namesMayBeginWithSomethingAndBeWrittenOtherwise() throws IOException {
        Files.move(set.resolve("t10k-images-idx3-ubyte"), set.resolve("test-images.idx3-ubyte"));
        assertThat(Pictures.load(root, "set", PLAIN, 4).test().count()).isEqualTo(2);
        try (var files = Files.list(set)) {
            for (Path file : files.toList()) {
                Files.move(file, set.resolve("letters-" + file.getFileName()));
            }
        }
        assertThat(Pictures.load(root, "set", new IdxFiles("letters-"), 4)
                        .train()
                        .count())
                .isEqualTo(3);
        assertThat(problems()).first().asString().contains("train-images-idx3-ubyte is missing", "idx.prefix");
    }

    @Test
    void everyDamagedFileIsToldByItsName() throws IOException {
        Path images = set.resolve("train-images-idx3-ubyte");
        byte[] whole = images(1, 2, 3);
        write(images, Arrays.copyOf(whole, whole.length - 1));
        write(set.resolve("t10k-labels-idx1-ubyte"), labels(0, 7, 7));
        assertThat(problems())
                .startsWith(
                        images + " is truncated: it has 75 bytes, its header says 76",
                        set.resolve("t10k-images-idx3-ubyte")
                                + " has 2 images, t10k-labels-idx1-ubyte 3 labels; they do not belong together");
        write(images, Arrays.copyOf(whole, whole.length + 1));
        assertThat(problems()).first().asString().endsWith("has 77 bytes, its header says 76; take a good copy");
        write(images, Arrays.copyOf(whole, 7));
        assertThat(problems()).first().asString().endsWith("is truncated: it has no whole header");
        write(images, labels(1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(problems()).first().asString().contains("is no IDX file of unsigned bytes in 3 dimensions");
    }

    @Test
    void aHeaderThatClaimsTooMuchTakesNoMemory() {
        ByteBuffer header = ByteBuffer.allocate(16).putInt(0x0803).putInt(Integer.MAX_VALUE);
        write(
                set.resolve("train-images-idx3-ubyte"),
                header.putInt(8000).putInt(8000).array());
        assertThat(problems()).first().asString().contains("is truncated: it has 16 bytes, its header says 1374389");
        write(
                set.resolve("train-images-idx3-ubyte"),
                header.position(8).putInt(1 << 30).putInt(1 << 30).array());
        assertThat(problems()).first().asString().contains("1073741824 x 1073741824 pixels, over the limit");
        write(
                set.resolve("train-images-idx3-ubyte"),
                header.position(4).putInt(-1).putInt(0).putInt(1).array());
        assertThat(problems()).first().asString().endsWith("says that dimension 1 is 4294967295");
    }

    @Test
    void packedFilesThatAreCutDamagedOrBombsAreTold() throws IOException {
        pack("train-images-idx3-ubyte");
        Path images = set.resolve("train-images-idx3-ubyte.gz");
        byte[] whole = Files.readAllBytes(images);
        write(images, Arrays.copyOf(whole, whole.length - 9));
        assertThat(problems()).first().isEqualTo(images + " is truncated: the compressed data end too early");
        write(images, images(1));
        assertThat(problems()).first().isEqualTo(images + " is no gzip file, or damaged");
        write(images, bomb());
        assertThat(problems())
                .first()
                .asString()
                .startsWith(images + " unpacks to more than 256 MiB; unpack it with gunzip");
    }

    /** 300 MB of zeros in 300 KB. */
    private static byte[] bomb() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
