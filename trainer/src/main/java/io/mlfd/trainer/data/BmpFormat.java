package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.ImageFormatException.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** BMP of Windows, version 3 and later: with a palette, packed by runs, or in full colours. */
final class BmpFormat implements ImageFormat {
    private static final int HEADER_SIZE_AT = 14;
    private static final int WIDTH_AT = 18;
    private static final int HEIGHT_AT = 22;
    private static final int COMPRESSION_AT = 30;
    private static final int HEADER_END = 34;
    private static final int SMALLEST_HEADER = 40;
    /** None, by runs of 8 or 4 bits, by masks. Others hold a file of another kind. */
    private static final int LAST_COMPRESSION = 3;

    private static final int PIXEL_BYTES = 4;

    private final JdkReader reader = new JdkReader("bmp");

    @Override
    public boolean matches(byte[] content) {
        return FirstBytes.are(content, 0, "BM");
    }

    @Override
    public RgbImage decode(byte[] content, ImageLimits limits) throws ImageFormatException {
        require(content.length >= HEADER_END, ImageFormatException.truncated("BMP"));
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        require(
                file.getInt(HEADER_SIZE_AT) >= SMALLEST_HEADER
                        && Integer.compareUnsigned(file.getInt(COMPRESSION_AT), LAST_COMPRESSION) <= 0,
                "is a BMP of a rare kind; convert it to PNG or remove it");
        long width = file.getInt(WIDTH_AT);
        // Negative: the rows begin at the top.
        long height = Math.abs((long) file.getInt(HEIGHT_AT));
        limits.require(width, height, () -> width * height * PIXEL_BYTES);
        return Samples.of(reader.image(content));
    }
}
