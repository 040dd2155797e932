package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Buffer;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Scope;
import java.util.Optional;

/**
 * Brings features to a common scale: {@code W x + b} with values that are estimated once and saved with T*, not learned. {@code
 * PerChannel}: W is diagonal. {@code PhiS}: see {@link PhiS}.
 */
final class Standard {
    /** As in batch normalisation: what a channel that hardly moves is not divided by. */
    static final double EPSILON = 1e-5;

    private final Standardisation kind;
    private final boolean maps;
    private final int channels;
    private final Buffer weight;
    private final Buffer bias;

    Standard(Standardisation kind, Level level, Scope scope, int channels) {
        this.kind = kind;
        this.maps = level instanceof Level.FeatureMap;
        this.channels = channels;
        weight = scope.buffer("weight", weightShape(), Initializer.constant(0));
        bias = scope.buffer("bias", new Shape(channels), Initializer.constant(0));
    }

    private Shape weightShape() {
        if (kind == Standardisation.PHI_S) {
            return maps ? new Shape(channels, channels, 1, 1) : new Shape(channels, channels);
        }
        return maps ? new Shape(channels, 1, 1, 1) : new Shape(channels);
    }

    /**
     * @param features (N, C, s, s) or (N, C)
     * @return the same shape
     */
    NDArray forward(NDArray features) {
        if (maps) {
            int groups = kind == Standardisation.PHI_S ? 1 : channels;
            return Functional.conv2d(features, weight.tensor(), Optional.of(bias.tensor()), 1, 0, groups);
        }
        return kind == Standardisation.PHI_S
                ? Functional.linear(features, weight.tensor(), Optional.of(bias.tensor()))
                : features.mul(weight.tensor()).add(bias.tensor());
    }

    /** What it is estimated from. */
    ChannelMoments moments(NDManager manager) {
        return kind == Standardisation.PHI_S
                ? ChannelMoments.withCovariance(manager, channels)
                : ChannelMoments.ofVariance(manager, channels);
    }

    /** Takes over what follows from the features that were seen. */
    void take(ChannelMoments moments, NDManager manager) {
        double[] mean = moments.mean();
        double[] matrix = kind == Standardisation.PHI_S ? isotropic(moments, manager) : deviations(moments.variance());
        float[] values = new float[matrix.length];
        float[] shifts = new float[channels];
        int columns = matrix.length / channels;
        for (int row = 0; row < channels; row++) {
            double shift = 0;
            for (int column = 0; column < columns; column++) {
                int at = row * columns + column;
                values[at] = (float) matrix[at];
                shift -= matrix[at] * mean[columns == 1 ? row : column];
            }
            shifts[row] = (float) shift;
        }
        try (NDManager scratch = manager.newSubManager()) {
            weight.assign(scratch.create(values, weightShape()));
            bias.assign(scratch.create(shifts, new Shape(channels)));
        }
    }

    private double[] isotropic(ChannelMoments moments, NDManager manager) {
        double[] rotation = PhiS.rotation(moments.covariance(), channels, manager);
        double factor = oneForAll(moments.variance());
        for (int i = 0; i < rotation.length; i++) {
            rotation[i] *= factor;
        }
        return rotation;
    }

    /** One over each channel's deviation. */
    static double[] deviations(double[] variance) {
        double[] factors = new double[variance.length];
        for (int channel = 0; channel < variance.length; channel++) {
            factors[channel] = 1 / Math.sqrt(variance[channel] + EPSILON);
        }
        return factors;
    }

    /** One over the root of the mean variance, which no rotation changes. */
    static double oneForAll(double[] variance) {
        double sum = 0;
        for (double one : variance) {
            sum += one;
        }
        return 1 / Math.sqrt(sum / variance.length + EPSILON);
    }
}
