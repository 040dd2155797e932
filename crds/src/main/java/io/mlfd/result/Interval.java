package io.mlfd.result;

/**
 * A 95 % interval, in the unit of what it is about.
 *
 * @param low at most {@code high}
 */
public record Interval(double low, double high) {
    /** Quantile 0.975 of the standard normal distribution. */
    static final double NORMAL = 1.959963984540054;

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("[" + low + ", " + high + "] is no interval");
        }
    }

    /**
     * Wilson's score interval of a share (Wilson 1927, equation without continuity correction): with {@code z} = 1.96,
     * {@code (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)}. It is never of no width, not even at 0 and 1.
     *
     * @param share p, 0 to 1
     * @param images n
     */
    public static Interval wilson(double share, int images) {
        if (images < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(share + " of " + images + " images is not a share");
        }
        double z = NORMAL;
        double middle = share + z * z / (2.0 * images);
        double half = z * Math.sqrt(share * (1 - share) / images + z * z / (4.0 * images * images));
        double scale = 1 + z * z / images;
        // At the ends the exact bound is 0 or 1, which rounding misses.
        return new Interval(share == 0 ? 0 : (middle - half) / scale, share == 1 ? 1 : (middle + half) / scale);
    }

    static Interval around(double middle, double half) {
        return new Interval(middle - half, middle + half);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The smallest that holds both. */
    Interval with(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }
}
