package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Mean and covariance of channels over all images that were added, a map's every pixel being one observation. Summed in float64 in
 * the order of adding, so that the same images in the same order give the same bits.
 */
final class ChannelMoments implements AutoCloseable {
    private final NDManager own;
    private final int channels;
    private final NDArray sum;
    /** (C, C), or where covariances are not asked for (C). */
    private final NDArray products;

    private long observations;

    private ChannelMoments(NDManager manager, int channels, Shape products) {
        this.own = manager.newSubManager();
        this.channels = channels;
        this.sum = own.zeros(new Shape(channels), DataType.FLOAT64);
        this.products = own.zeros(products, DataType.FLOAT64);
    }

    static ChannelMoments withCovariance(NDManager manager, int channels) {
        return new ChannelMoments(manager, channels, new Shape(channels, channels));
    }

    static ChannelMoments ofVariance(NDManager manager, int channels) {
        return new ChannelMoments(manager, channels, new Shape(channels));
    }

    /** @param features (N, C, s, s) or (N, C) */
    void add(NDArray features) {
        try (NDManager scratch = own.newSubManager()) {
            NDArray view = features.stopGradient();
            view.attach(scratch);
            NDArray lastChannels = view.getShape().dimension() == 4 ? view.transpose(0, 2, 3, 1) : view;
            NDArray rows = lastChannels.reshape(-1, channels).toType(DataType.FLOAT64, false);
            observations += rows.getShape().get(0);
            sum.addi(rows.sum(new int[] {0}));
            products.addi(
                    products.getShape().dimension() == 2
                            ? rows.transpose().matMul(rows)
                            : rows.square().sum(new int[] {0}));
        }
    }

    int channels() {
        return channels;
    }

    double[] mean() {
        double[] mean = sum.toDoubleArray();
        for (int channel = 0; channel < channels; channel++) {
            mean[channel] /= observations;
        }
        return mean;
    }

    /** With the number of observations as its denominator: that of a normalised channel is 1 over the very images. */
    double[] variance() {
        double[] mean = mean();
        double[] values = products.toDoubleArray();
        int step = values.length / channels;
        double[] variance = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            double square = values[channel * step + (step == 1 ? 0 : channel)] / observations;
            // Rounding may leave less than nothing of a channel that never moves.
            variance[channel] = Math.max(0, square - mean[channel] * mean[channel]);
        }
        return variance;
    }

    /**
     * (C, C), row by row.
     *
     * @throws IllegalStateException where only variances were asked for
     */
    double[] covariance() {
        if (products.getShape().dimension() != 2) {
            throw new IllegalStateException("covariances were not asked for");
        }
        double[] mean = mean();
        double[] covariance = products.toDoubleArray();
        for (int row = 0; row < channels; row++) {
            for (int column = 0; column < channels; column++) {
                int at = row * channels + column;
                covariance[at] = covariance[at] / observations - mean[row] * mean[column];
            }
        }
        return covariance;
    }

    @Override
    public void close() {
        own.close();
    }
}
