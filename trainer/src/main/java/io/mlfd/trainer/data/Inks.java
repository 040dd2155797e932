package io.mlfd.trainer.data;

import java.awt.image.Raster;

/**
 * Cyan, magenta, yellow and black of a JPEG to red, green, blue. JPEGs hold inks inverted, 255 for no ink, as Adobe's
 * programs write them and Pillow takes them all; light is what black and the ink leave of white, without a colour profile.
 */
final class Inks {
    private static final int WHITE = 255;
    private static final int CENTRE = 128;
    /** Of libjpeg's tables (jdcolor.c). */
    private static final int FRACTION_BITS = 16;

    private static final int HALF = 1 << (FRACTION_BITS - 1);
    private static final int BANDS = 4;

    private final boolean coded;

    /**
     * @param coded whether all but black are luminance and colour differences (YCCK): inks come of them as red, green and
     *     blue do, and are inverted then
     */
    Inks(boolean coded) {
        this.coded = coded;
    }

    /** @param raster of four bands */
    RgbImage rgb(Raster raster) {
        RgbImage image = RgbImage.black(raster.getWidth(), raster.getHeight());
        int[] row = new int[raster.getWidth() * BANDS];
        int[] samples = new int[BANDS];
        int target = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int x = 0; x < raster.getWidth(); x++) {
                System.arraycopy(row, x * BANDS, samples, 0, BANDS);
                if (coded) {
                    toInks(samples);
                }
                for (int channel = 0; channel < DataSetImages.CHANNELS; channel++) {
                    image.pixels()[target++] = (byte) light(samples[channel], samples[DataSetImages.CHANNELS]);
                }
            }
        }
        return image;
    }

    /** Replaces the samples of one pixel by its inks. */
    private static void toInks(int[] samples) {
        int luminance = samples[0];
        int blue = samples[1] - CENTRE;
        int red = samples[2] - CENTRE;
        int green = -fixed(0.34414) * blue - fixed(0.71414) * red;
        samples[0] = WHITE - clamped(luminance + ((fixed(1.402) * red + HALF) >> FRACTION_BITS));
        samples[1] = WHITE - clamped(luminance + ((green + HALF) >> FRACTION_BITS));
        samples[2] = WHITE - clamped(luminance + ((fixed(1.772) * blue + HALF) >> FRACTION_BITS));
    }

    /** Both inverted; the product of two bytes over 255, rounded as Pillow does. */
    private static int light(int ink, int black) {
        int product = (WHITE - ink) * black + CENTRE;
        return clamped(black - (((product >> Byte.SIZE) + product) >> Byte.SIZE));
    }

    private static int clamped(int value) {
        return Math.max(0, Math.min(WHITE, value));
    }

    private static int fixed(double factor) {
        return (int) (factor * (1 << FRACTION_BITS) + 0.5);
    }
}
