package io.mlfd.trainer.nn;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The first values of a parameter: a pure function of (seed, name, shape). A parameter's values therefore depend neither
 * on the engine nor on what else was built before it, and adding a layer changes no other one.
 *
 * <p>The values come from a {@link SplittableRandom} whose seed is the first eight bytes of SHA-256 over (seed, name).
 */
@FunctionalInterface
public interface Initializer {
    /** Values in row-major order. */
    float[] values(long seed, String name, Shape shape);

    static Initializer constant(float value) {
        return (seed, name, shape) -> {
            float[] values = new float[count(shape)];
            Arrays.fill(values, value);
            return values;
        };
    }

    /** Uniform in [-bound, bound). */
    static Initializer uniform(double bound) {
        return (seed, name, shape) -> {
            SplittableRandom random = generator(seed, name);
            float[] values = new float[count(shape)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (bound * (2 * unit(random) - 1));
            }
            return values;
        };
    }

    /** Normal with mean 0. */
    static Initializer normal(double standardDeviation) {
        return (seed, name, shape) -> {
            SplittableRandom random = generator(seed, name);
            float[] values = new float[count(shape)];
            for (int i = 0; i < values.length; i += 2) {
                // Box-Muller, in StrictMath: the same bits on every machine and Java version.
                double radius = standardDeviation * StrictMath.sqrt(-2 * StrictMath.log(1 - unit(random)));
                double angle = 2 * StrictMath.PI * unit(random);
                values[i] = (float) (radius * StrictMath.cos(angle));
                if (i + 1 < values.length) {
                    values[i + 1] = (float) (radius * StrictMath.sin(angle));
                }
            }
            return values;
        };
    }

    /**
     * PyTorch's default for the weight and the bias of convolutions and linear layers: uniform within 1/sqrt(fanIn), which
     * for the weight is {@code kaiming_uniform_(a=sqrt(5))}.
     *
     * @param fanIn inputs of one output unit: input channels times kernel area
     */
    static Initializer torchDefault(long fanIn) {
        return uniform(1 / Math.sqrt((double) fanIn));
    }

    /**
     * {@code kaiming_normal_(mode="fan_out", nonlinearity="relu")}, with which torchvision starts the convolutions of its
     * ResNets (He et al. 2015).
     *
     * @param fanOut output channels times kernel area
     */
    static Initializer kaimingNormal(long fanOut) {
        return normal(Math.sqrt(2 / (double) fanOut));
    }

    private static int count(Shape shape) {
        return Math.toIntExact(shape.size());
    }

    /** In [0, 1), 53 bits. */
    private static double unit(SplittableRandom random) {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    private static SplittableRandom generator(long seed, String name) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            byte[] digest = sha256.digest(name.getBytes(StandardCharsets.UTF_8));
            return new SplittableRandom(ByteBuffer.wrap(digest).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
