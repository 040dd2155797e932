package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.ImageFormatException.require;

import java.awt.image.IndexColorModel;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The first image of a TIFF (revision 6.0): black and white, grey, with a palette, or red, green and blue. */
final class TiffFormat implements ImageFormat {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int SAMPLES = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int COLOUR_MAP = 320;
    private static final int SAMPLE_FORMAT = 339;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY_BYTES = 12;
    /** None, LZW, Deflate in its two numbers, PackBits. */
    private static final Set<Long> COMPRESSIONS = Set.of(1L, 5L, 8L, 32946L, 32773L);

    private static final long BLACK_IS_ONE = 0;
    private static final long PALETTE = 3;
    private static final long UNSIGNED = 1;
    private static final String RARE =
            "is a TIFF of a rare kind (%s); convert it to PNG or to an uncompressed TIFF in RGB or grey";

    private final JdkReader reader = new JdkReader("tiff");

    @Override
    public boolean matches(byte[] content) {
        return FirstBytes.are(content, 0, "II*\0") || FirstBytes.are(content, 0, "MM\0*");
    }

    @Override
    public RgbImage decode(byte[] content, ImageLimits limits) throws ImageFormatException {
        Map<Integer, Long> tags = firstDirectory(content);
        long width = tags.getOrDefault(WIDTH, 0L);
        long height = tags.getOrDefault(HEIGHT, 0L);
        long samples = tags.getOrDefault(SAMPLES, 1L);
        long photometric = tags.getOrDefault(PHOTOMETRIC, PALETTE + 1);
        require(samples >= 1 && samples <= 4, RARE.formatted(samples + " samples a pixel"));
        // A tile may be larger than the picture, and the reader takes room for all of it.
        long wide = Math.max(width, tags.getOrDefault(TILE_WIDTH, 0L));
        long high = Math.max(height, tags.getOrDefault(TILE_HEIGHT, 0L));
        limits.require(width, height, () -> 0);
        limits.require(wide, high, () -> 2 * wide * high * samples * Short.BYTES);
        require(photometric <= PALETTE, RARE.formatted("photometric interpretation " + photometric));
        long compression = tags.getOrDefault(COMPRESSION, 1L);
        require(COMPRESSIONS.contains(compression), RARE.formatted("compression " + compression));
        require(
                tags.getOrDefault(SAMPLE_FORMAT, UNSIGNED) == UNSIGNED,
                RARE.formatted("samples that are no whole numbers"));
        if (photometric == PALETTE) {
            return Samples.of(reader.image(content), palette(content, tags));
        }
        RgbImage image = Samples.of(reader.image(content));
        boolean inverted = photometric == BLACK_IS_ONE && tags.getOrDefault(BITS, 1L) > 1;
        return inverted ? invert(image) : image;
    }

    /** Sixteen bits a value, all reds before all greens; the high eight of each, as Pillow takes them. */
    private static IndexColorModel palette(byte[] content, Map<Integer, Long> tags) throws ImageFormatException {
        int bits = Math.toIntExact(tags.getOrDefault(BITS, 1L));
        long start = tags.getOrDefault(COLOUR_MAP, 0L);
        require(bits >= 1 && bits <= Byte.SIZE, RARE.formatted(bits + " bits with a palette"));
        int size = 1 << bits;
        require(start > 0 && start + 6L * size <= content.length, ImageFormatException.truncated("TIFF"));
        byte[][] colours = new byte[DataSetImages.CHANNELS][size];
        int high = content[0] == 'I' ? 1 : 0;
        for (int i = 0; i < DataSetImages.CHANNELS * size; i++) {
            colours[i / size][i % size] = content[(int) start + 2 * i + high];
        }
        return new IndexColorModel(bits, size, colours[0], colours[1], colours[2]);
    }

    private static RgbImage invert(RgbImage image) {
        byte[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ~pixels[i];
        }
        return image;
    }

    /** Numbers by tag; of lists only those that fit into an entry, and of these the first. */
    private static Map<Integer, Long> firstDirectory(byte[] content) throws ImageFormatException {
        ByteBuffer file = ByteBuffer.wrap(content)
                .order(content[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .position(Integer.BYTES);
        try {
            long start = Integer.toUnsignedLong(file.getInt());
            require(start <= content.length, ImageFormatException.truncated("TIFF"));
            file.position((int) start);
            int entries = Short.toUnsignedInt(file.getShort());
            Map<Integer, Long> tags = new HashMap<>();
            for (int i = 0; i < entries; i++) {
                int at = file.position();
                int tag = Short.toUnsignedInt(file.getShort());
                int type = Short.toUnsignedInt(file.getShort());
                int count = file.getInt();
                if (type == SHORT && count > 0 && count <= 2) {
                    tags.put(tag, (long) Short.toUnsignedInt(file.getShort()));
                } else if ((type == LONG && count == 1) || tag == COLOUR_MAP) {
                    // Of a list, where it lies.
                    tags.put(tag, Integer.toUnsignedLong(file.getInt()));
                }
                file.position(at + ENTRY_BYTES);
            }
            return tags;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new ImageFormatException(ImageFormatException.truncated("TIFF"), e);
        }
    }
}
