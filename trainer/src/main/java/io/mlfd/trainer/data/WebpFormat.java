package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.ImageFormatException.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** WebP (RFC 9649), with losses and without, of one image. */
final class WebpFormat implements ImageFormat {
    private static final String TRUNCATED = ImageFormatException.truncated("WebP");
    private static final String CORRUPT = ImageFormatException.corrupt("WebP");
    private static final int SIZE_AT = 4;
    private static final int HEADER = 12;
    private static final int FLAGS_AT = 20;
    private static final int ANIMATION = 0x02;
    /** Of the decoder, a pixel: the one image as it is decoded, and once more outside of the heap. */
    private static final int DECODER_BYTES = 7;

    private Optional<Libwebp> loaded = Optional.empty();

    @Override
    public boolean matches(byte[] content) {
        return FirstBytes.are(content, 0, "RIFF") && FirstBytes.are(content, 8, "WEBP");
    }

    @Override
    public RgbImage decode(byte[] content, ImageLimits limits) throws ImageFormatException {
        long size = Integer.toUnsignedLong(
                ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(SIZE_AT));
        // What the size counts begins behind it.
        require(size >= HEADER && size + 2 * Integer.BYTES <= content.length, TRUNCATED);
        boolean extended = FirstBytes.are(content, HEADER, "VP8X") && content.length > FLAGS_AT;
        require(
                !extended || (content[FLAGS_AT] & ANIMATION) == 0,
                "is an animated WebP; convert its first image to PNG or remove it");
        Libwebp library = library();
        int[] sides = library.size(content).orElseThrow(() -> new ImageFormatException(CORRUPT));
        limits.require(sides[0], sides[1], () -> (long) sides[0] * sides[1] * DECODER_BYTES);
        byte[] pixels =
                library.decode(content, sides[0], sides[1]).orElseThrow(() -> new ImageFormatException(CORRUPT));
        return new RgbImage(sides[0], sides[1], pixels);
    }

    /** Loaded when the first such file is met. */
    private synchronized Libwebp library() throws ImageFormatException {
        if (loaded.isEmpty()) {
            loaded = Optional.of(Libwebp.load());
        }
        return loaded.get();
    }
}
