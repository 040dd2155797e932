package io.mlfd.trainer.data;

/** How much each old pixel of a line counts for each new one: a triangle around the new pixel's centre, summing to 1. */
final class ResizeWeights {

    private final int[] starts;
    private final double[][] weights;

    private ResizeWeights(int[] starts, double[][] weights) {
        this.starts = starts;
        this.weights = weights;
    }

    static ResizeWeights of(int oldSize, int newSize) {
        double scale = (double) oldSize / newSize;
        double reach = Math.max(1, scale);
        int[] starts = new int[newSize];
        double[][] weights = new double[newSize][];
        for (int target = 0; target < newSize; target++) {
            double centre = (target + 0.5) * scale;
            int start = Math.max(0, (int) Math.floor(centre - reach + 0.5));
            int end = Math.min(oldSize, (int) Math.floor(centre + reach + 0.5));
            double[] each = new double[end - start];
            double total = 0;
            for (int i = 0; i < each.length; i++) {
                each[i] = Math.max(0, 1 - Math.abs(start + i + 0.5 - centre) / reach);
                total += each[i];
            }
            for (int i = 0; i < each.length; i++) {
                each[i] /= total;
            }
            starts[target] = start;
            weights[target] = each;
        }
        return new ResizeWeights(starts, weights);
    }

    /** New pixels. */
    int count() {
        return starts.length;
    }

    /** The first old pixel that counts. */
    int start(int target) {
        return starts[target];
    }

    /** The old pixel after the last that counts. */
    int end(int target) {
        return starts[target] + weights[target].length;
    }

    double weight(int target, int source) {
        return weights[target][source - starts[target]];
    }
}
