package io.mlfd.trainer.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * From a reader's samples to 8-bit red, green, blue. Samples are read and not colours: {@link BufferedImage#getRGB} takes
 * grey for linear light and brightens it.
 */
final class Samples {
    private static final int WHITE = 255;

    private final RgbImage whole;

    /** @param whole is filled, from whatever parts */
    Samples(RgbImage whole) {
        this.whole = whole;
    }

    /** All of an image. */
    static RgbImage of(BufferedImage image) {
        RgbImage whole = RgbImage.black(image.getWidth(), image.getHeight());
        new Samples(whole).put(image, 0, 0);
        return whole;
    }

    /** All of an image, in other colours than the reader's. */
    static RgbImage of(BufferedImage image, ColorModel colours) {
        RgbImage whole = RgbImage.black(image.getWidth(), image.getHeight());
        new Samples(whole).put(image.getRaster(), colours, 0, 0);
        return whole;
    }

    /** Takes over an image as the part that begins at {@code left} and {@code top}. */
    void put(BufferedImage image, int left, int top) {
        put(image.getRaster(), image.getColorModel(), left, top);
    }

    private void put(Raster raster, ColorModel colours, int left, int top) {
        Optional<IndexColorModel> palette =
                colours instanceof IndexColorModel model ? Optional.of(model) : Optional.empty();
        int bands = raster.getNumBands();
        int bits = colours.getComponentSize(0);
        int[] row = new int[raster.getWidth() * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            int target = ((top + y) * whole.width() + left) * DataSetImages.CHANNELS;
            for (int x = 0; x < raster.getWidth(); x++) {
                for (int channel = 0; channel < DataSetImages.CHANNELS; channel++) {
                    int sample = row[x * bands + (bands < DataSetImages.CHANNELS ? 0 : channel)];
                    int value =
                            palette.isPresent() ? lookUp(palette.get(), sample, channel) : toEightBits(sample, bits);
                    whole.pixels()[target++] = (byte) value;
                }
            }
        }
    }

    private static int lookUp(IndexColorModel palette, int index, int channel) {
        return switch (channel) {
            case 0 -> palette.getRed(index);
            case 1 -> palette.getGreen(index);
            default -> palette.getBlue(index);
        };
    }

    /** The high eight of more bits, as libpng's strip; fewer are stretched, so that white stays white. */
    private static int toEightBits(int sample, int bits) {
        return bits >= Byte.SIZE ? sample >> (bits - Byte.SIZE) : sample * WHITE / ((1 << bits) - 1);
    }
}
