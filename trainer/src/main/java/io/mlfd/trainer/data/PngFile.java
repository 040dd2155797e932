package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.ImageFormatException.require;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    // Offsets in the header's data, and where compression, filter and interlacing follow.
    private static final int WIDTH_AT = 0;
    private static final int HEIGHT_AT = 4;
    private static final int BIT_DEPTH_AT = 8;
    private static final int COLOUR_TYPE_AT = 9;
    private static final int KIND_END = 10;
    private static final int SIXTEEN_BITS = 16;
    /** Grey, colours, and both with alpha. */
    private static final Set<Byte> PLAIN = Set.of((byte) 0, (byte) 2, (byte) 4, (byte) 6);

    private final ByteBuffer content;
    private final List<Part> chunks = new ArrayList<>();
    private final List<Part> data = new ArrayList<>();

    private int width;
    private int height;
    private int pixelBytes;
    private boolean plain;

    /** Bytes of the file. */
    record Part(int start, int length) {}

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
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.writeBytes(SIGNATURE);
        chunks.forEach(chunk -> kept.write(content.array(), chunk.start(), chunk.length()));
        return kept.toByteArray();
    }

    /** Whether its samples have eight bits and lie row after row, without a palette. */
    boolean isPlain() {
        return plain;
    }

    /** The file, not to be written to. */
    byte[] content() {
        return content.array();
    }

    /** Where the compressed pixels are in it. */
    List<Part> data() {
        return data;
    }

    private void check(ImageLimits limits, LongUnaryOperator decoding) throws ImageFormatException {
        content.position(SIGNATURE.length);
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
                case "IHDR" -> keep(start);
                case "PLTE" -> {
                    keep(start);
                    plain = false;
                }
                case "IDAT" -> {
                    keep(start);
                    data.add(new Part(start + Integer.BYTES + TYPE_LENGTH, length));
                }
                case "IEND" -> {
                    keep(start);
                    return;
                }
                default -> require(Character.isLowerCase(type.charAt(0)), CORRUPT);
            }
        }
    }

    private void keep(int start) {
        chunks.add(new Part(start, content.position() - start));
    }

    private void readHeader(int at, ImageLimits limits, LongUnaryOperator decoding) throws ImageFormatException {
        long wide = Integer.toUnsignedLong(content.getInt(at + WIDTH_AT));
        long high = Integer.toUnsignedLong(content.getInt(at + HEIGHT_AT));
        pixelBytes = pixelBytes(content.get(at + BIT_DEPTH_AT), content.get(at + COLOUR_TYPE_AT));
        limits.require(wide, high, () -> decoding.applyAsLong(wide * high * pixelBytes));
        width = Math.toIntExact(wide);
        height = Math.toIntExact(high);
        plain = content.remaining() >= HEADER_LENGTH
                && content.get(at + BIT_DEPTH_AT) == Byte.SIZE
                && PLAIN.contains(content.get(at + COLOUR_TYPE_AT))
                && content.get(at + KIND_END) == 0
                && content.get(at + KIND_END + 1) == 0
                && content.get(at + KIND_END + 2) == 0;
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
