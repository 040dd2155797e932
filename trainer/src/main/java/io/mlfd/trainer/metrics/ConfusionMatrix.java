package io.mlfd.trainer.metrics;

import java.util.Arrays;
import java.util.List;

/** Counts of images by true and predicted class. */
public final class ConfusionMatrix {
    private final int[][] counts;

    /** All zero. */
    public ConfusionMatrix(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes: " + classes + " is not positive");
        }
        counts = new int[classes][classes];
    }

    public void add(int truth, int predicted) {
        counts[truth][predicted]++;
    }

    /** Images that were classified rightly. */
    public int correct() {
        int correct = 0;
        for (int label = 0; label < counts.length; label++) {
            correct += counts[label][label];
        }
        return correct;
    }

    public int images() {
        return Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
    }

    /** K x K; the row is the true class, the column the predicted one. */
    public List<List<Integer>> rows() {
        return Arrays.stream(counts)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }
}
