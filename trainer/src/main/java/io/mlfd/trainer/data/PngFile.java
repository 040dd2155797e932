package io.mlfd.trainer.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Looks a PNG file over before its pixels are decoded (PNG specification, third edition, §5): size, completeness and
 * checksums. What decides the pixels is kept; colour profiles, gamma, transparency and text are left out, so that no decoder
 * has an opinion on them.
 */
final class PngFile {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final String TRUNCATED = "is a truncated PNG; replace it with a whole copy or remove it";
    private static final String CORRUPT = "is a corrupt PNG; replace it with a good copy or remove it";
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

    private PngFile(byte[] content) {
        this.content = ByteBuffer.wrap(content);
    }

    static boolean matches(byte[] content) {
        return content.length >= SIGNATURE.length
                && ByteBuffer.wrap(content, 0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
    }

    /** The chunks that decide the pixels. */
    static byte[] essence(byte[] content, ImageLimits limits) throws ImageFormatException {
        return new PngFile(content).check(limits);
    }

    private byte[] check(ImageLimits limits) throws ImageFormatException {
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
                int at = content.position();
                require(content.remaining() >= KIND_END, TRUNCATED);
                limits.require(
                        Integer.toUnsignedLong(content.getInt(at + WIDTH_AT)),
                        Integer.toUnsignedLong(content.getInt(at + HEIGHT_AT)),
                        pixelBytes(content.get(at + BIT_DEPTH_AT), content.get(at + COLOUR_TYPE_AT)));
            }
            require(content.remaining() - Integer.BYTES >= length, TRUNCATED);
            content.position(content.position() + length);
            checksum(start + Integer.BYTES, length + TYPE_LENGTH);
            switch (type) {
                case "IHDR", "PLTE", "IDAT" -> kept.write(content.array(), start, content.position() - start);
                case "acTL" -> throw new ImageFormatException("is an animated PNG; replace it with a single image");
                case "IEND" -> {
                    kept.write(content.array(), start, content.position() - start);
                    return kept.toByteArray();
                }
                default -> require(Character.isLowerCase(type.charAt(0)), CORRUPT);
            }
        }
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

    private void checksum(int start, int length) throws ImageFormatException {
        CRC32 crc = new CRC32();
        crc.update(content.array(), start, length);
        require((int) crc.getValue() == content.getInt(), CORRUPT);
    }

    private static void require(boolean holds, String problem) throws ImageFormatException {
        if (!holds) {
            throw new ImageFormatException(problem);
        }
    }
}
