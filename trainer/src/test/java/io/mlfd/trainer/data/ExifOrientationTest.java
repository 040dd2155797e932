package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExifOrientationTest {
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);

    /** A directory of one other entry and the orientation. */
    private static byte[] tiff(ByteOrder order, int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0100)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 7)
                .putShort((short) 0);
        tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return tiff.array();
    }

    private static byte[] jpeg(byte[] tiff) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg", plain);
        byte[] content = plain.toByteArray();
        ByteBuffer file = ByteBuffer.allocate(content.length + 10 + tiff.length);
        file.put(content, 0, 2).putShort((short) 0xffe1).putShort((short) (8 + tiff.length));
        file.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff);
        return file.put(content, 2, content.length - 2).array();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void isReadInBothByteOrders(int orientation) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] tiff = tiff(order, orientation);

            assertThat(ExifOrientation.of(tiff, 0, tiff.length)).isEqualTo(orientation);
            assertThat(DECODER.isTurned(jpeg(tiff))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 65_535})
    void uprightAndUnknownAreNotTurned(int orientation) throws Exception {
        assertThat(DECODER.isTurned(jpeg(tiff(ByteOrder.BIG_ENDIAN, orientation))))
                .isFalse();
    }

    @Test
    void whatHasNoneIsNotTurned() throws Exception {
        assertThat(DECODER.isTurned(TestImages.grey(1))).isFalse();
        assertThat(DECODER.isTurned(jpeg(new byte[0]))).isFalse();
    }

    @Test
    void whateverIsInTheSegmentIsNoError() {
        byte[] good = tiff(ByteOrder.BIG_ENDIAN, 6);
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThat(ExifOrientation.of(cut, 0, length)).isIn(1, 6);
        }
        for (int position = 0; position < good.length; position++) {
            for (int value : new int[] {0, 0x7f, 0xff}) {
                byte[] damaged = good.clone();
                damaged[position] = (byte) value;
                assertThat(ExifOrientation.of(damaged, 0, damaged.length)).isBetween(1, 8);
            }
        }
    }
}
