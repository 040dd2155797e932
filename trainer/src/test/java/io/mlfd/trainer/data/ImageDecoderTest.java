package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.bytes;
import static io.mlfd.trainer.data.TestImages.chunk;
import static io.mlfd.trainer.data.TestImages.header;
import static io.mlfd.trainer.data.TestImages.jpeg;
import static io.mlfd.trainer.data.TestImages.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    private static Arguments colours(String what, byte[] file, int... pixels) {
        return Arguments.of(what, file, pixels);
    }

    static Stream<Arguments> colourTypes() {
        return Stream.of(
                colours("grey is not brightened", png(2, 1, 8, 0, bytes(0, 10, 128)), 10, 10, 10, 128, 128, 128),
                colours("grey of 1 bit", png(3, 1, 1, 0, bytes(0, 0b01000000)), 0, 0, 0, 255, 255, 255, 0, 0, 0),
                colours("grey of 4 bits", png(2, 1, 4, 0, bytes(0, 0x7f)), 119, 119, 119, 255, 255, 255),
                colours(
                        "grey of 16 bits",
                        png(2, 1, 16, 0, bytes(0, 0x80, 0x80, 0xff, 0xff)),
                        128,
                        128,
                        128,
                        255,
                        255,
                        255),
                colours("grey and alpha", png(1, 1, 8, 4, bytes(0, 77, 0)), 77, 77, 77),
                colours("RGB", png(1, 1, 8, 2, bytes(0, 1, 2, 3)), 1, 2, 3),
                colours("RGB of 16 bits", png(1, 1, 16, 2, bytes(0, 0, 0, 0x40, 0x40, 0x80, 0x7f)), 0, 64, 128),
                colours("RGBA, alpha left out", png(1, 1, 8, 6, bytes(0, 9, 8, 7, 0)), 9, 8, 7),
                colours(
                        "palette",
                        png(3, 1, 2, 3, bytes(0, 0b10_00_01_00), chunk("PLTE", bytes(1, 2, 3, 4, 5, 6, 7, 8, 9))),
                        7,
                        8,
                        9,
                        1,
                        2,
                        3,
                        4,
                        5,
                        6),
                colours(
                        "gamma and profile are not applied",
                        png(
                                1,
                                1,
                                8,
                                2,
                                bytes(0, 50, 60, 70),
                                chunk("gAMA", bytes(0, 1, 0x86, 0xa0)),
                                chunk("tRNS", bytes(0, 50, 0, 60, 0, 70))),
                        50,
                        60,
                        70),
                colours("grey JPEG", jpeg(2, 1, BufferedImage.TYPE_BYTE_GRAY, 0xffffff), 255, 255, 255, 255, 255, 255),
                colours("RGB JPEG", jpeg(1, 1, BufferedImage.TYPE_INT_RGB, 0xff0000), 254, 0, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("colourTypes")
    void decodesToTheVeryValues(String what, byte[] file, int[] pixels) throws ImageFormatException {
        assertThat(decoder.decode(file).pixels()).containsExactly(bytes(pixels));
    }

    private static final byte[] WHOLE_PNG = noisePng();
    private static final byte[] WHOLE_JPEG = TestImages.written("jpeg", noise());

    private static BufferedImage noise() {
        Random random = new Random(1);
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return image;
    }

    private static byte[] noisePng() {
        byte[] rows = new byte[30 * 121];
        new Random(1).nextBytes(rows);
        for (int i = 0; i < rows.length; i += 121) {
            rows[i] = 0;
        }
        return png(40, 30, 8, 2, rows);
    }

    /** A file may end anywhere: none of its beginnings is taken for an image. */
    @Test
    void everyBeginningOfAnImageIsRefused() throws ImageFormatException {
        for (byte[] whole : new byte[][] {WHOLE_PNG, WHOLE_JPEG}) {
            decoder.decode(whole);
            for (int length = 0; length < whole.length; length += length < 800 ? 1 : 37) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> decoder.decode(part))
                        .as("%d bytes of %d", length, whole.length)
                        .isInstanceOf(ImageFormatException.class)
                        .hasMessageMatching("is (empty|no image|a truncated|a corrupt).*");
            }
        }
    }

    @Test
    void damagedImagesAreRefusedOrDecodedButNeverAnythingElse() {
        Random random = new Random(2);
        int refused = 0;
        for (byte[] whole : new byte[][] {WHOLE_PNG, WHOLE_JPEG}) {
            for (int i = 0; i < 300; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
                try {
                    decoder.decode(damaged);
                } catch (ImageFormatException e) {
                    refused++;
                }
            }
        }

        assertThat(refused).isGreaterThan(300);
    }

    private static byte[] jpegWith(int offset, int... values) {
        byte[] copy = WHOLE_JPEG.clone();
        int frame = IntStream.range(0, copy.length - 1)
                .filter(i -> (copy[i] & 0xff) == 0xff && (copy[i + 1] & 0xff) == 0xc0)
                .findFirst()
                .orElseThrow();
        System.arraycopy(bytes(values), 0, copy, frame + offset, values.length);
        return copy;
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Stream<Arguments> hostile() {
        byte[] signature = Arrays.copyOf(WHOLE_PNG, 8);
        byte[] swapped = WHOLE_PNG.clone();
        swapped[60] ^= 1;
        // A decoder that looks at no checksum would show another colour.
        byte[] recoloured = png(1, 1, 8, 3, bytes(0, 0), chunk("PLTE", bytes(1, 2, 3)));
        recoloured[8 + 25 + 8] = 9;
        return Stream.of(
                Arguments.of(new byte[0], "is empty, none of PNG, JPEG, GIF, BMP, TIFF and WebP"),
                Arguments.of(
                        text("hello"), "is no image, none of PNG, JPEG, GIF, BMP, TIFF and WebP; convert or remove it"),
                Arguments.of(text("GIF89a....."), "is a truncated GIF"),
                Arguments.of(text("RIFF....WEBPVP8 "), "is a truncated WebP"),
                Arguments.of(text("II*\0...."), "is a truncated TIFF"),
                Arguments.of(text("BM......"), "is a truncated BMP"),
                Arguments.of(
                        concatenated(signature, header(20_000, 20_000, 8, 2)),
                        "is 20000 x 20000 pixels, over the limit of 64 megapixels; make the image smaller"),
                Arguments.of(concatenated(signature, header(-1, -1, 8, 2)), "is 4294967295 x 4294967295 pixels"),
                Arguments.of(concatenated(signature, header(0, 5, 8, 2)), "has no pixels (0 x 5)"),
                Arguments.of(swapped, "is a corrupt PNG"),
                Arguments.of(recoloured, "is a corrupt PNG"),
                Arguments.of(concatenated(signature, chunk("IDAT", new byte[4])), "is a corrupt PNG"),
                Arguments.of(png(1, 1, 8, 2, bytes(0, 1)), "is a corrupt PNG"),
                Arguments.of(png(1, 1, 3, 2, bytes(0, 1, 1, 1)), "is a corrupt PNG"),
                Arguments.of(png(1, 1, 8, 3, bytes(0, 0)), "is a corrupt PNG"),
                Arguments.of(jpegWith(5, 0x4e, 0x20, 0x4e, 0x20), "is 20000 x 20000 pixels"),
                Arguments.of(jpegWith(5, 0, 0), "has no pixels"),
                Arguments.of(jpegWith(4, 12), "is a JPEG of more than 8 bits"),
                Arguments.of(jpegWith(9, 2), "is a JPEG of 2 samples a pixel"),
                Arguments.of(jpegWith(1, 0xc9), "is a JPEG of a rare kind"),
                Arguments.of(bytes(0xff, 0xd8, 0xff, 0xd9), "is a corrupt JPEG"),
                Arguments.of(bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0), "is a corrupt JPEG"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("hostile")
    void hostileFilesAreRefusedInOneLine(byte[] file, String message) {
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(ImageFormatException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    /** EXIF turns the image in a viewer; here the pixels count as they lie in the file. */
    @Test
    void exifOrientationIsNotApplied() throws ImageFormatException {
        byte[] exif = concatenated(
                bytes(0xff, 0xe1, 0, 34),
                text("Exif\0\0MM\0*\0\0\0\b\0\1"),
                bytes(0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0));
        byte[] turned =
                concatenated(Arrays.copyOf(WHOLE_JPEG, 2), exif, Arrays.copyOfRange(WHOLE_JPEG, 2, WHOLE_JPEG.length));
        RgbImage image = decoder.decode(turned);

        assertThat(image.width()).isEqualTo(40);
        assertThat(image.pixels()).containsExactly(decoder.decode(WHOLE_JPEG).pixels());
    }

    /**
     * JPEG leaves the decoder some freedom, and JDKs carry different libraries: two machines train the same network only
     * where this holds on both.
     */
    @Test
    void everyJdkDecodesAJpegToTheSamePixels() throws ImageFormatException {
        Fingerprint digest = new Fingerprint("test");
        digest.add(decoder.decode(Base64.getDecoder().decode(STAR)).pixels());

        assertThat(digest.hexadecimal()).startsWith("148a7ee3d33bd0e0");
    }

    /** A generated star, 23 x 21 pixels with halved colour resolution. */
    private static final String STAR =
            "/9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAx"
                    + "NDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIy"
                    + "MjIyMjIyMjL/wAARCAAVABcDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF"
                    + "BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW"
                    + "V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi"
                    + "4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC"
                    + "AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm"
                    + "Z2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq"
                    + "8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDkp4rlr5JjKPIOTJvXAU4GWB9Sevf3qrJdRvG0RmBQKoYBl2nHTGT16fpVyS48u3cBWkJY"
                    + "kxhBu+nv1/lXI+ROJ9nlsZWf5MrycZyRz7dvrXbTpc2tzrrV/Zy5VudGp85909wApGPmGcE8/wBBRUBuGaJW2yIVGWUoQB264Of/"
                    + "ANftRWbnKLt+f/DHZTi5RvF2/r0ZbuAAzDAK+WJBnqAewPbp1+lLeafHZzWt0rNl027QSMAkn17YxRRWcZO9v62M0uZa91+v+RVu"
                    + "TJGGUPzu2k7RzgdefqfeiiiuijCMoJyRlCpJq7P/2Q==";
}
