package io.mlfd.trainer.data.generated;

import io.mlfd.trainer.data.generated.Outline.Point;
import io.mlfd.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** One filled figure on a cloudy ground, partly hidden, among scraps of no class. */
public final class Shapes implements Drawing {

    private static final int STAR_POINTS = 5;
    private static final double STAR_WAIST = 0.42;

    private record Figure(String name, Outline outline) {}

    private final List<Figure> figures = List.of(
            new Figure("circle", Outline.circle(0.9)),
            new Figure("cross", polygon(2 * 4 + 4, Shapes::crossCorner)),
            new Figure("ring", Outline.circle(0.72).border(0.2)),
            new Figure("square", Outline.rectangle(0.8, 0.8)),
            new Figure(
                    "star",
                    polygon(2 * STAR_POINTS, i -> onCircle(i, 2 * STAR_POINTS, i % 2 == 0 ? 1.1 : 1.1 * STAR_WAIST))),
            new Figure("triangle", polygon(3, i -> onCircle(i, 3, 1.1))));

    @Override
    public List<String> classNames() {
        return figures.stream().map(Figure::name).toList();
    }

    @Override
    public byte[] draw(int classIndex, int size, RandomStream random) {
        Canvas canvas = new Canvas(size);
        double ground = random.nextDouble(0.25, 0.75);
        // The figure may be darker or lighter than its ground.
        double contrast = random.nextDouble(0.25, 0.5) * (random.nextBoolean() ? 1 : -1);
        Colour dark = Colour.tinted(ground - 0.1, random);
        Colour light = Colour.tinted(ground + 0.1, random);
        Clouds clouds = new Clouds(3 + random.nextInt(4), random);
        canvas.fill((x, y) -> dark.mix(light, clouds.at(x, y)));
        int scraps = 1 + random.nextInt(3);
        for (int i = 0; i < scraps; i++) {
            scrap(canvas, ground, 0.2, random);
        }
        double angle = random.nextDouble(-0.4, 0.4);
        double scale = random.nextDouble(0.5, 0.8);
        canvas.draw(
                figures.get(classIndex)
                        .outline()
                        .placed(angle, scale, random.nextDouble(-0.15, 0.15), random.nextDouble(-0.15, 0.15)),
                Colour.tinted(ground + contrast, random));
        scrap(canvas, ground, 0.3, random);
        canvas.noise(random.nextDouble(0.05, 0.15), random);
        return canvas.toBytes();
    }

    private static void scrap(Canvas canvas, double ground, double most, RandomStream random) {
        Outline outline = Outline.rectangle(random.nextDouble(0.05, most), random.nextDouble(0.05, most));
        canvas.draw(
                outline.placed(
                        random.nextDouble(-Math.PI, Math.PI),
                        1,
                        random.nextDouble(-0.9, 0.9),
                        random.nextDouble(-0.9, 0.9)),
                Colour.tinted(ground + random.nextDouble(-0.3, 0.3), random));
    }

    @FunctionalInterface
    private interface Corner {
        Point at(int index);
    }

    private static Outline polygon(int corners, Corner corner) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < corners; i++) {
            points.add(corner.at(i));
        }
        return Outline.polygon(points);
    }

    private static Point onCircle(int index, int count, double radius) {
        double angle = 2 * Math.PI * index / count;
        return new Point(radius * StrictMath.sin(angle), -radius * StrictMath.cos(angle));
    }

    /** Each quarter has an inner corner and the two ends of the arm that follows it. */
    private static Point crossCorner(int index) {
        double arm = 0.3;
        double[][] quarter = {{arm, -arm}, {1, -arm}, {1, arm}};
        double x = quarter[index % 3][0];
        double y = quarter[index % 3][1];
        for (int turn = 0; turn < index / 3; turn++) {
            double turned = x;
            x = -y;
            y = turned;
        }
        return new Point(x, y);
    }
}
