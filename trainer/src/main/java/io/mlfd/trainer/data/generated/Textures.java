package io.mlfd.trainer.data.generated;

import io.mlfd.trainer.random.RandomStream;
import java.util.List;

/** One pattern over the whole image, bent, of any two colours and any width. */
public final class Textures implements Drawing {

    /** A pattern with period 1: how far it is to the nearest edge, negative on the first colour. */
    @FunctionalInterface
    private interface Pattern {
        double distance(double x, double y);
    }

    private record Texture(String name, double angle, Pattern pattern) {}

    private static final double EIGHTH = Math.PI / 4;

    private final List<Texture> textures = List.of(
            new Texture(
                    "checks",
                    0,
                    (x, y) -> Math.abs(stripe(x)) < Math.abs(stripe(y))
                            ? Math.copySign(stripe(x), stripe(x) * stripe(y))
                            : Math.copySign(stripe(y), stripe(x) * stripe(y))),
            new Texture("diagonals", EIGHTH, (x, y) -> stripe(y)),
            new Texture("dots", 0, (x, y) -> Math.sqrt(square(x) + square(y)) - 0.3),
            new Texture("grid", 0, (x, y) -> Math.min(nearLine(x), nearLine(y)) - 0.16),
            new Texture("horizontals", 0, (x, y) -> stripe(y)),
            new Texture("rings", 0, (x, y) -> stripe(Math.sqrt(x * x + y * y))),
            new Texture("verticals", 2 * EIGHTH, (x, y) -> stripe(y)),
            new Texture("zigzags", 0, (x, y) -> stripe(y + Math.abs(stripe(x / 2)) * 2)));

    @Override
    public List<String> classNames() {
        return textures.stream().map(Texture::name).toList();
    }

    @Override
    public byte[] draw(int classIndex, int size, RandomStream random) {
        Texture texture = textures.get(classIndex);
        double ground = random.nextDouble(0.3, 0.7);
        double contrast = random.nextDouble(0.15, 0.4) * (random.nextBoolean() ? 1 : -1);
        Colour first = Colour.tinted(ground - contrast / 2, random);
        Colour second = Colour.tinted(ground + contrast / 2, random);
        double period = random.nextDouble(0.3, 0.75);
        double angle = texture.angle() + random.nextDouble(-0.3, 0.3);
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        double left = random.nextDouble(-0.5, 0.5);
        double top = random.nextDouble(-0.5, 0.5);
        double bend = random.nextDouble(0, 0.35);
        Clouds bendAcross = new Clouds(3, random);
        Clouds bendDown = new Clouds(3, random);
        Clouds shade = new Clouds(2 + random.nextInt(3), random);
        Colour shadow = Colour.tinted(ground, random);
        Canvas canvas = new Canvas(size);
        canvas.fill((x, y) -> {
            double u = x + left + bend * (bendAcross.at(x, y) - 0.5);
            double v = y + top + bend * (bendDown.at(x, y) - 0.5);
            double distance =
                    texture.pattern().distance((cosine * u + sine * v) / period, (cosine * v - sine * u) / period)
                            * period;
            return second.mix(first, canvas.coverage(distance)).mix(shadow, 0.7 * shade.at(x, y));
        });
        canvas.noise(random.nextDouble(0.05, 0.25), random);
        return canvas.toBytes();
    }

    /** Signed distance to the edges of stripes half a period wide: negative on every other half. */
    private static double stripe(double t) {
        double phase = t - Math.floor(t);
        return phase < 0.5 ? -Math.min(phase, 0.5 - phase) : Math.min(phase - 0.5, 1 - phase);
    }

    /** Distance to the nearest whole number. */
    private static double nearLine(double t) {
        return Math.abs(t - Math.floor(t + 0.5));
    }

    private static double square(double t) {
        return nearLine(t) * nearLine(t);
    }
}
