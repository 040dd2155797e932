package io.mlfd.trainer.data.generated;

import io.mlfd.trainer.data.generated.Outline.Point;
import io.mlfd.trainer.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/** The ten digits of a seven-segment display, written by a shaky hand over stray strokes. */
public final class Glyphs implements Drawing {

    /** Ends of the segments: top, upper right, lower right, bottom, lower left, upper left, middle. */
    private static final List<List<Point>> SEGMENTS = List.of(
            List.of(new Point(-0.5, -1), new Point(0.5, -1)),
            List.of(new Point(0.5, -1), new Point(0.5, 0)),
            List.of(new Point(0.5, 0), new Point(0.5, 1)),
            List.of(new Point(-0.5, 1), new Point(0.5, 1)),
            List.of(new Point(-0.5, 0), new Point(-0.5, 1)),
            List.of(new Point(-0.5, -1), new Point(-0.5, 0)),
            List.of(new Point(-0.5, 0), new Point(0.5, 0)));

    private static final List<String> LIT =
            List.of("012345", "12", "01346", "01236", "1256", "02356", "023456", "012", "0123456", "012356");

    @Override
    public List<String> classNames() {
        return IntStream.range(0, LIT.size()).mapToObj(Integer::toString).toList();
    }

    @Override
    public byte[] draw(int classIndex, int size, RandomStream random) {
        Canvas canvas = new Canvas(size);
        double ground = random.nextBoolean() ? random.nextDouble(0.1, 0.4) : random.nextDouble(0.6, 0.9);
        double ink = ground < 0.5 ? ground + random.nextDouble(0.3, 0.55) : ground - random.nextDouble(0.3, 0.55);
        Colour paper = Colour.tinted(ground, random);
        Colour pen = Colour.tinted(ink, random);
        canvas.fill((x, y) -> paper);
        double angle = random.nextDouble(-0.2, 0.2);
        double scale = random.nextDouble(0.55, 0.75);
        double left = random.nextDouble(-0.15, 0.15);
        double top = random.nextDouble(-0.1, 0.1);
        double slant = random.nextDouble(-0.25, 0.25);
        double halfWidth = random.nextDouble(0.09, 0.2);
        for (char segment : LIT.get(classIndex).toCharArray()) {
            List<Point> ends = SEGMENTS.get(segment - '0');
            Outline stroke =
                    Outline.stroke(shaken(ends.get(0), slant, random), shaken(ends.get(1), slant, random), halfWidth);
            canvas.draw(stroke.placed(angle, scale, left, top), pen);
        }
        int strays = random.nextInt(3);
        for (int i = 0; i < strays; i++) {
            Outline stray = Outline.stroke(anywhere(random), anywhere(random), random.nextDouble(0.02, 0.06));
            canvas.draw(stray, random.nextBoolean() ? pen : paper);
        }
        canvas.noise(random.nextDouble(0.05, 0.2), random);
        return canvas.toBytes();
    }

    private static Point shaken(Point end, double slant, RandomStream random) {
        return new Point(
                end.x() - slant * end.y() + random.nextDouble(-0.12, 0.12), end.y() + random.nextDouble(-0.12, 0.12));
    }

    private static Point anywhere(RandomStream random) {
        return new Point(random.nextDouble(-1, 1), random.nextDouble(-1, 1));
    }
}
