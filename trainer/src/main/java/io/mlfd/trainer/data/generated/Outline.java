package io.mlfd.trainer.data.generated;

import java.util.List;

/** A plane figure by its signed distance: negative inside, zero on the outline. The image spans -1 to 1; y points down. */
@FunctionalInterface
interface Outline {

    double distance(double x, double y);

    /** A point. */
    record Point(double x, double y) {}

    static Outline circle(double radius) {
        return (x, y) -> Math.sqrt(x * x + y * y) - radius;
    }

    static Outline rectangle(double halfWidth, double halfHeight) {
        return polygon(List.of(
                new Point(-halfWidth, -halfHeight),
                new Point(halfWidth, -halfHeight),
                new Point(halfWidth, halfHeight),
                new Point(-halfWidth, halfHeight)));
    }

    /** A straight stroke with round ends. */
    static Outline stroke(Point from, Point to, double halfWidth) {
        return (x, y) -> Math.sqrt(squaredDistance(from, to, x, y)) - halfWidth;
    }

    /** The area between corners in order, convex or not: distance to the nearest edge, sign by crossings of a ray. */
    static Outline polygon(List<Point> corners) {
        return (x, y) -> {
            double nearest = Double.POSITIVE_INFINITY;
            boolean inside = false;
            Point before = corners.get(corners.size() - 1);
            for (Point corner : corners) {
                nearest = Math.min(nearest, squaredDistance(before, corner, x, y));
                if ((corner.y > y) != (before.y > y)
                        && x < (before.x - corner.x) * (y - corner.y) / (before.y - corner.y) + corner.x) {
                    inside = !inside;
                }
                before = corner;
            }
            return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
        };
    }

    /** The border of this figure, so wide to either side. */
    default Outline border(double halfWidth) {
        return (x, y) -> Math.abs(distance(x, y)) - halfWidth;
    }

    /** This figure turned by an angle in radians, scaled and moved, in this order. */
    default Outline placed(double angle, double scale, double left, double top) {
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        return (x, y) -> {
            double u = (x - left) / scale;
            double v = (y - top) / scale;
            return distance(cosine * u + sine * v, cosine * v - sine * u) * scale;
        };
    }

    private static double squaredDistance(Point from, Point to, double x, double y) {
        double edgeX = to.x - from.x;
        double edgeY = to.y - from.y;
        double length = edgeX * edgeX + edgeY * edgeY;
        double along = Math.max(0, Math.min(1, ((x - from.x) * edgeX + (y - from.y) * edgeY) / length));
        double awayX = x - from.x - along * edgeX;
        double awayY = y - from.y - along * edgeY;
        return awayX * awayX + awayY * awayY;
    }
}
