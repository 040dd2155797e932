package io.mlfd.trainer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What images are normalised with, for red, green and blue on the scale 0 to 1: {@code (value - mean) / deviation}.
 *
 * @param mean mean of all pixels
 * @param deviation population standard deviation of all pixels; 0 where a channel never changes
 */
public record ChannelStatistics(List<Double> mean, List<Double> deviation) {

    private static final int LEVELS = 256;
    private static final double WHITE = 255;

    public ChannelStatistics {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != DataSetImages.CHANNELS || deviation.size() != DataSetImages.CHANNELS) {
            throw new IllegalArgumentException(mean.size() + " means and " + deviation.size() + " deviations: must be "
                    + DataSetImages.CHANNELS + " of each");
        }
        for (double value : mean) {
            requireShare("mean", value);
        }
        for (double value : deviation) {
            requireShare("deviation", value);
        }
    }

    /** The statistics of all pixels of all images. Exact whole-number sums: the order of the images has no influence. */
    public static ChannelStatistics of(DataSetImages images) {
        Histogram histogram = new Histogram();
        for (int image = 0; image < images.count(); image++) {
            histogram.add(images.sharedPixels(image));
        }
        return histogram.statistics();
    }

    /** Counts the levels of images' pixels. Safe for use by several threads. */
    static final class Histogram {
        private final long[][] counts = new long[DataSetImages.CHANNELS][LEVELS];

        /** Of an image, red, green, blue in turn. */
        synchronized void add(byte[] pixels) {
            for (int i = 0; i < pixels.length; i += DataSetImages.CHANNELS) {
                counts[0][pixels[i] & 0xff]++;
                counts[1][pixels[i + 1] & 0xff]++;
                counts[2][pixels[i + 2] & 0xff]++;
            }
        }

        synchronized boolean isEmpty() {
            return LongStream.of(counts[0]).sum() == 0;
        }

        synchronized ChannelStatistics statistics() {
            long pixels = LongStream.of(counts[0]).sum();
            if (pixels == 0) {
                throw new IllegalArgumentException("no image to take statistics of");
            }
            return of(counts, (double) pixels);
        }
    }

    private static ChannelStatistics of(long[][] histogram, double pixelCount) {
        List<Double> mean = new ArrayList<>();
        List<Double> deviation = new ArrayList<>();
        for (long[] levels : histogram) {
            long sum = 0;
            for (int level = 0; level < LEVELS; level++) {
                sum += level * levels[level];
            }
            double channelMean = sum / pixelCount;
            double squares = 0;
            for (int level = 0; level < LEVELS; level++) {
                squares += (level - channelMean) * (level - channelMean) * levels[level];
            }
            mean.add(channelMean / WHITE);
            deviation.add(Math.sqrt(squares / pixelCount) / WHITE);
        }
        return new ChannelStatistics(mean, deviation);
    }

    /**
     * The normalised value of each of the 256 levels of each channel. A channel that never changes becomes 0: it is divided
     * by 1.
     */
    float[][] table() {
        float[][] table = new float[DataSetImages.CHANNELS][LEVELS];
        for (int channel = 0; channel < table.length; channel++) {
            double divisor = deviation.get(channel) == 0 ? 1 : deviation.get(channel);
            for (int level = 0; level < LEVELS; level++) {
                table[channel][level] = (float) ((level / WHITE - mean.get(channel)) / divisor);
            }
        }
        return table;
    }

    /** The mean as a pixel's three bytes, to the nearest level. */
    byte[] meanColour() {
        byte[] colour = new byte[DataSetImages.CHANNELS];
        for (int channel = 0; channel < colour.length; channel++) {
            colour[channel] = (byte) Math.round(mean.get(channel) * WHITE);
        }
        return colour;
    }

    private static void requireShare(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " " + value + ": must be between 0 and 1");
        }
    }
}
