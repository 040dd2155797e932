package io.mlfd.trainer.data;

import java.util.Arrays;

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

    /** Of the old pixels from the first that counts on. Not to be written to. */
    double[] weights(int target) {
        return weights[target];
    }

    /** The most old pixels that count for a new one. */
    int most() {
        return Arrays.stream(weights).mapToInt(each -> each.length).max().orElseThrow();
    }
}
