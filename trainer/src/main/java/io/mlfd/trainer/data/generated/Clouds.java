package io.mlfd.trainer.data.generated;

import io.mlfd.trainer.random.RandomStream;

/** Smooth random values over the image (value noise): random at the corners of a grid, blended in between. */
final class Clouds {

    private final int cells;
    private final double[] corners;

    Clouds(int cells, RandomStream random) {
        this.cells = cells;
        this.corners = new double[(cells + 1) * (cells + 1)];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = random.nextDouble();
        }
    }

    /** 0 to 1, at a place of the image from -1 to 1; beyond it the border's value. */
    double at(double x, double y) {
        double column = Math.max(0, Math.min(cells, (x + 1) / 2 * cells));
        double row = Math.max(0, Math.min(cells, (y + 1) / 2 * cells));
        int left = Math.min(cells - 1, (int) column);
        int top = Math.min(cells - 1, (int) row);
        double across = smooth(column - left);
        double down = smooth(row - top);
        int corner = top * (cells + 1) + left;
        double upper = corners[corner] + (corners[corner + 1] - corners[corner]) * across;
        int below = corner + cells + 1;
        double lower = corners[below] + (corners[below + 1] - corners[below]) * across;
        return upper + (lower - upper) * down;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
