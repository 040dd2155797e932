package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.ImageFormatException.require;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;
import java.util.zip.CRC32;

/**
 * Looks a PNG file over before its pixels are decoded (PNG specification, third edition, §5): size, completeness and the
 * checksums of what decides the pixels, which is kept; colour profiles, gamma, transparency and text are left out, so that no
 * decoder has an opinion on them.
 */
final class PngFile {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final String TRUNCATED = ImageFormatException.truncated("PNG");
    private static final String CORRUPT = ImageFormatException.corrupt("PNG");
    private static final int HEADER_LENGTH = 13;
    private static final int TYPE_LENGTH = 4;
    // Offsets in the header's data, and where what is read of it ends.
    private static final int WIDTH_AT = 0;
    private static final int HEIGHT_AT = 4;
    private static final int BIT_DEPTH_AT = 8;
    private static final int COLOUR_TYPE_AT = 9;
    private static final int KIND_END = 10;
    private static final int SIXTEEN_BITS = 16;

    private final ByteBuffer content;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private int width;
    private int height;
    private int pixelBytes;

    private PngFile(byte[] content) {
        this.content = ByteBuffer.wrap(content);
    }

    static boolean matches(byte[] content) {
        return content.length >= SIGNATURE.length
                && ByteBuffer.wrap(content, 0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
    }

    /**
     * Looks a file over.
     *
     * @param decoding of an image of so many bytes, what the decoder takes at once
     */
    static PngFile of(byte[] content, ImageLimits limits, LongUnaryOperator decoding) throws ImageFormatException {
        PngFile file = new PngFile(content);
        file.check(limits, decoding);
        return file;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** What a pixel takes in the decoder's image. */
    int pixelBytes() {
        return pixelBytes;
    }

    /** The chunks that decide the pixels. */
    byte[] essence() {
        return kept.toByteArray();
    }

    private void check(ImageLimits limits, LongUnaryOperator decoding) throws ImageFormatException {
        content.position(SIGNATURE.length);
        kept.writeBytes(SIGNATURE);
        for (boolean first = true; ; first = false) {
            require(content.remaining() >= Integer.BYTES + TYPE_LENGTH, TRUNCATED);
            int start = content.position();
            int length = content.getInt();
            byte[] typeBytes = new byte[TYPE_LENGTH];
            content.get(typeBytes);
            String type = new String(typeBytes, StandardCharsets.ISO_8859_1);
            require(length >= 0 && first == type.equals("IHDR") && (!first || length == HEADER_LENGTH), CORRUPT);
            if (first) {
                // Before the checksum and the rest: a file that only claims to be enormous is told so.
                require(content.remaining() >= KIND_END, TRUNCATED);
                readHeader(content.position(), limits, decoding);
            }
            require(content.remaining() - Integer.BYTES >= length, TRUNCATED);
            content.position(content.position() + length);
            int written = content.getInt();
            boolean decides = Character.isUpperCase(type.charAt(0));
            // As libpng: text or time with a wrong checksum is no reason to give the pixels up.
            require(!decides || written == checksum(start + Integer.BYTES, length + TYPE_LENGTH), CORRUPT);
            switch (type) {
                case "IHDR", "PLTE", "IDAT" -> kept.write(content.array(), start, content.position() - start);
                case "IEND" -> {
                    kept.write(content.array(), start, content.position() - start);
                    return;
                }
                default -> require(Character.isLowerCase(type.charAt(0)), CORRUPT);
            }
        }
    }

    private void readHeader(int at, ImageLimits limits, LongUnaryOperator decoding) throws ImageFormatException {
        long wide = Integer.toUnsignedLong(content.getInt(at + WIDTH_AT));
        long high = Integer.toUnsignedLong(content.getInt(at + HEIGHT_AT));
        pixelBytes = pixelBytes(content.get(at + BIT_DEPTH_AT), content.get(at + COLOUR_TYPE_AT));
        limits.require(wide, high, () -> decoding.applyAsLong(wide * high * pixelBytes));
        width = Math.toIntExact(wide);
        height = Math.toIntExact(high);
    }

    /** Of the decoder's image; samples of less than a byte count as one. */
    private static int pixelBytes(int bitDepth, int colourType) {
        int samples =
                switch (colourType) {
                    case 0, 3 -> 1;
                    case 4 -> 2;
                    case 2 -> 3;
                    default -> 4;
                };
        return bitDepth == SIXTEEN_BITS ? 2 * samples : samples;
    }

    private int checksum(int start, int length) {
        CRC32 crc = new CRC32();
        crc.update(content.array(), start, length);
        return (int) crc.getValue();
    }
}
