package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everyday pictures of every kind, made by {@code make_pictures.py}, have the pixels that Pillow reads from them. */
class PictureCorpusTest {
    private static final Path FOLDER = Path.of("src/test/resources/pictures");

    /** A line of {@code pixels.txt}: name, width, height, SHA-256 of the pixels. */
    record Picture(String name, int width, int height, String digest) {
        static Picture of(String line) {
            String[] parts = line.split(" ");
            return new Picture(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Picture> pictures() throws IOException {
        return Files.readAllLines(FOLDER.resolve("pixels.txt")).stream().map(Picture::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void hasThePixelsThatPillowReads(Picture picture)
            throws IOException, ImageFormatException, NoSuchAlgorithmException {
        RgbImage image =
                new ImageDecoder(ImageLimits.DEFAULT).decode(Files.readAllBytes(FOLDER.resolve(picture.name())));
        assertThat(image.width()).isEqualTo(picture.width());
        assertThat(image.height()).isEqualTo(picture.height());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(image.pixels());
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(picture.digest());
    }

    /** A file may end anywhere: what can be had of it is all of its pixels or nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gif-87a.gif",
                "gif-interlaced.gif",
                "bmp-24.bmp",
                "bmp-rle.bmp",
                "tiff-raw.tif",
                "tiff-lzw.tif",
                "tiff-palette.tif",
                "png-palette-4-interlaced.png",
                "jpeg-ycck-420.jpg",
                "jpeg-progressive.jpg",
                "webp-80.webp",
                "webp-alpha.webp",
                "webp-lossless.webp"
            })
    void noBeginningIsTakenForThePicture(String name) throws IOException, ImageFormatException {
        ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
        byte[] file = Files.readAllBytes(FOLDER.resolve(name));
        byte[] whole = decoder.decode(file).pixels();
        int refused = 0;
        for (int length = 0; length < file.length; length++) {
            try {
                assertThat(decoder.decode(Arrays.copyOf(file, length)).pixels())
                        .as("%d bytes of %d", length, file.length)
                        .containsExactly(whole);
            } catch (ImageFormatException e) {
                assertThat(e).hasMessageMatching("(is|has) [^\n]*(remove it|smaller|RGB or grey|grey|PNG)");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(file.length / 2);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void damageIsRefusedOrDecodedButNeverAnythingElse(Picture picture) throws IOException {
        ImageDecoder decoder = new ImageDecoder(new ImageLimits(1 << 20, 1 << 16, 64 << 20));
        byte[] file = Files.readAllBytes(FOLDER.resolve(picture.name()));
        Random random = new Random(3);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = file.clone();
            damaged[random.nextInt(Math.min(damaged.length, 200))] ^= (byte) (1 + random.nextInt(255));
            try {
                decoder.decode(damaged);
            } catch (ImageFormatException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }

    @Test
    void sixteenBitsAreReadInStripsThatAreNeverInMemoryAtOnce() throws ImageFormatException {
        int side = 2200;
        byte[] rows = new byte[side * (1 + side * 8)];
        new Random(4).nextBytes(rows);
        for (int y = 0; y < side; y++) {
            rows[y * (1 + side * 8)] = 0;
        }
        byte[] file = TestImages.png(side, side, 16, 6, rows);
        // 37 MiB of samples: more than fits beside the picture itself.
        ImageLimits limits = ImageLimits.DEFAULT.decodingIn(48 << 20);
        byte[] pixels = new ImageDecoder(limits).decode(file).pixels();
        for (int y = 0; y < side; y += 99) {
            for (int x = 0; x < side; x += 99) {
                int sample = y * (1 + side * 8) + 1 + x * 8;
                int pixel = (y * side + x) * 3;
                assertThat(new byte[] {pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]})
                        .containsExactly(rows[sample], rows[sample + 2], rows[sample + 4]);
            }
        }
    }
}
