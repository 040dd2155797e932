package io.mlfd.trainer.nn;

/**
 * Bicubic resampling of square maps as a matrix, with averaging where they become smaller: what PyTorch's {@code interpolate} does
 * with {@code mode="bicubic", antialias=True}, with which timm fits position embeddings to images of other sizes.
 *
 * @param from values on each side
 * @param to values on each side
 */
record Resampling(int from, int to) {
    /** Keys' coefficient, PIL's choice. */
    private static final double COEFFICIENT = -0.5;
    /** How far the cubic reaches. */
    private static final double REACH = 2;

    /** Weights (to * to, from * from), row by row. */
    float[] ofSquares() {
        double[][] line = ofLine();
        float[] square = new float[to * to * from * from];
        int at = 0;
        for (int y = 0; y < to; y++) {
            for (int x = 0; x < to; x++) {
                for (int i = 0; i < from; i++) {
                    for (int j = 0; j < from; j++) {
                        square[at++] = (float) (line[y][i] * line[x][j]);
                    }
                }
            }
        }
        return square;
    }

    private double[][] ofLine() {
        double[][] weights = new double[to][from];
        double scale = (double) from / to;
        double widened = Math.max(scale, 1);
        for (int i = 0; i < to; i++) {
            double centre = scale * (i + 0.5);
            int first = Math.max(0, (int) (centre - REACH * widened + 0.5));
            int end = Math.min(from, (int) (centre + REACH * widened + 0.5));
            double sum = 0;
            for (int j = first; j < end; j++) {
                weights[i][j] = cubic((j - centre + 0.5) / widened);
                sum += weights[i][j];
            }
            for (int j = first; j < end; j++) {
                weights[i][j] /= sum;
            }
        }
        return weights;
    }

    private static double cubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1) {
            return ((COEFFICIENT + 2) * x - (COEFFICIENT + 3)) * x * x + 1;
        }
        return x < REACH ? (((x - 5) * x + 8) * x - 4) * COEFFICIENT : 0;
    }
}
