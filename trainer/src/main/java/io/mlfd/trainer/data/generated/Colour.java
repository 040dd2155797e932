package io.mlfd.trainer.data.generated;

import io.mlfd.trainer.random.RandomStream;

/** Red, green and blue, 0 to 1. */
record Colour(double red, double green, double blue) {

    private static final double TINT = 0.18;

    /** A random tint of a brightness (0 to 1). */
    static Colour tinted(double brightness, RandomStream random) {
        return new Colour(
                brightness + random.nextDouble(-TINT, TINT),
                brightness + random.nextDouble(-TINT, TINT),
                brightness + random.nextDouble(-TINT, TINT));
    }

    Colour mix(Colour other, double share) {
        return new Colour(
                red + (other.red - red) * share,
                green + (other.green - green) * share,
                blue + (other.blue - blue) * share);
    }
}
