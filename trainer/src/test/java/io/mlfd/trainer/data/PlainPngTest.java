package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.bytes;
import static io.mlfd.trainer.data.TestImages.chunk;
import static io.mlfd.trainer.data.TestImages.header;
import static io.mlfd.trainer.data.TestImages.png;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read without the JDK's reader has the pixels that it reads, and whatever is not in order is left to it. */
class PlainPngTest {
    private static final int[] SAMPLES = {1, 0, 3, 0, 2, 0, 4};

    private static PngFile file(byte[] content) throws ImageFormatException {
        return PngFile.of(content, ImageLimits.DEFAULT, bytes -> 0);
    }

    private static byte[] readByTheJdk(byte[] content) throws ImageFormatException {
        return Samples.of(new JdkReader("png").image(file(content).essence())).pixels();
    }

    /** Rows of noise under every filter in turn. */
    private static byte[] rows(int width, int height, int samples, Random random) {
        int length = 1 + width * samples;
        byte[] rows = new byte[height * length];
        random.nextBytes(rows);
        for (int y = 0; y < height; y++) {
            rows[y * length] = (byte) random.nextInt(5);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 6})
    void everyFilterGivesThePixelsThatTheJdkReads(int colourType) throws ImageFormatException {
        Random random = new Random(colourType);
        for (int image = 0; image < 60; image++) {
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(40);
            byte[] content = png(width, height, 8, colourType, rows(width, height, SAMPLES[colourType], random));

            assertThat(PlainPng.of(file(content)).orElseThrow().pixels())
                    .as("%d x %d, image %d", width, height, image)
                    .containsExactly(readByTheJdk(content));
        }
    }

    /** Larger than what is unpacked at once, with rows that are longer than that, and with a row that ends just there. */
    @ParameterizedTest
    @ValueSource(strings = {"1000 x 400", "90000 x 3", "255 x 257", "31 x 9000"})
    void largePicturesAreUnpackedPieceByPiece(String sides) throws ImageFormatException {
        int width = Integer.parseInt(sides.split(" x ")[0]);
        int height = Integer.parseInt(sides.split(" x ")[1]);
        byte[] content = png(width, height, 8, 2, rows(width, height, 3, new Random(7)));

        assertThat(PlainPng.of(file(content)).orElseThrow().pixels()).isEqualTo(readByTheJdk(content));
    }

    @Test
    void dataMayLieInManyChunksWithOthersBetweenThem() throws ImageFormatException {
        byte[] rows = rows(20, 20, 3, new Random(8));
        byte[] whole = png(20, 20, 8, 2, rows);
        byte[] data = data(whole);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(whole, 0, 8 + 25);
        for (int at = 0; at < data.length; at += 17) {
            content.writeBytes(chunk("IDAT", Arrays.copyOfRange(data, at, Math.min(data.length, at + 17))));
            content.writeBytes(chunk("tEXt", bytes('a', 0, 'b')));
        }
        content.writeBytes(chunk("IEND", new byte[0]));

        assertThat(PlainPng.of(file(content.toByteArray())).orElseThrow().pixels())
                .containsExactly(readByTheJdk(whole));
    }

    private static byte[] data(byte[] png) throws ImageFormatException {
        PngFile.Part part = file(png).data().get(0);
        return Arrays.copyOfRange(png, part.start(), part.start() + part.length());
    }

    private static byte[] of(byte[] header, byte[] data) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(png(1, 1, 8, 0, bytes(0, 1)), 0, 8);
        content.writeBytes(header);
        content.writeBytes(chunk("IDAT", data));
        content.writeBytes(chunk("IEND", new byte[0]));
        return content.toByteArray();
    }

    static Stream<byte[]> others() throws ImageFormatException {
        byte[] rows = rows(6, 6, 3, new Random(9));
        byte[] data = data(png(6, 6, 8, 2, rows));
        byte[] checksum = data.clone();
        checksum[data.length - 1] ^= 1;
        byte[] filter = rows.clone();
        filter[0] = 5;
        byte[] palette = chunk("PLTE", bytes(1, 2, 3, 4, 5, 6));
        byte[] interlaced = header(6, 6, 8, 2);
        byte[] interlacedData = Arrays.copyOfRange(interlaced, 8, 21);
        interlacedData[12] = 1;
        return Stream.of(
                png(2, 1, 8, 3, bytes(0, 0, 1), palette),
                png(6, 6, 8, 2, rows, palette),
                png(2, 1, 1, 0, bytes(0, 0x40)),
                png(1, 1, 16, 2, bytes(0, 0, 0, 0, 0, 0, 0)),
                of(chunk("IHDR", interlacedData), data),
                of(header(6, 6, 8, 2), checksum),
                of(header(6, 6, 8, 2), Arrays.copyOf(data, data.length - 4)),
                of(header(6, 6, 8, 2), Arrays.copyOf(data, data.length - 20)),
                of(header(6, 6, 8, 2), Arrays.copyOf(data, data.length + 2)),
                of(header(6, 6, 8, 2), new byte[0]),
                of(header(6, 5, 8, 2), data),
                of(header(6, 7, 8, 2), data),
                png(6, 6, 8, 2, filter));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsNotPlainOrNotInOrderIsLeftToTheJdk(byte[] content) throws ImageFormatException {
        assertThat(PlainPng.of(file(content))).isEmpty();
    }

    /** Whatever is damaged below the checksums of the chunks: the pixels that the JDK reads, or its word for it. */
    @Test
    void damagedDataAreWhatTheJdkSaysTheyAre() throws ImageFormatException {
        Random random = new Random(10);
        byte[] data = data(png(12, 12, 8, 2, rows(12, 12, 3, random)));
        for (int bit = 0; bit < data.length * 8; bit += 3) {
            byte[] damaged = data.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            byte[] content = of(header(12, 12, 8, 2), damaged);
            if (PlainPng.of(file(content)).isPresent()) {
                assertThat(PlainPng.of(file(content)).get().pixels())
                        .as("bit %d", bit)
                        .containsExactly(readByTheJdk(content));
            }
        }
    }
}
