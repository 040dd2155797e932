package io.mlfd.trainer.random;

/**
 * The numbers of one {@link RandomKey}: SplitMix64. Equal on every platform, because what is not exact in {@link Math} is
 * taken from {@link StrictMath}. Not thread-safe; take one stream for each use instead of sharing one.
 */
public final class RandomStream {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

    private long state;

    RandomStream(long state) {
        this.state = state;
    }

    /** 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return RandomKey.mix(state);
    }

    /** Uniform over 0 (inclusive) to {@code bound} (exclusive), without modulo bias. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + ": must be 1 or more");
        }
        // Lemire's multiplication (ACM TOMACS 2019): the low word of the product says whether a draw is one too many.
        long product = (nextLong() >>> 32) * bound;
        if ((product & 0xffffffffL) < bound) {
            long surplus = (1L << 32) % bound;
            while ((product & 0xffffffffL) < surplus) {
                product = (nextLong() >>> 32) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** Uniform over [0, 1), in steps of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * TWO_TO_MINUS_53;
    }

    /** Uniform over [{@code low}, {@code high}). */
    public double nextDouble(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** True in half of the draws. */
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Normal with mean 0 and variance 1 (Box and Muller); uses two draws. */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** The numbers 0 to {@code count - 1} in random order (Fisher and Yates). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
