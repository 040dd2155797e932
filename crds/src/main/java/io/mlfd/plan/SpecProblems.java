package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.TrainingSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a spec, all of it. */
public final class SpecProblems {
    private final int inputSize;
    private final List<Problem> problems = new ArrayList<>();
    private final BatchSizeRules batchSizes;

    SpecProblems(MLFDRunSpec spec) {
        this.inputSize = spec.input().size();
        this.batchSizes = new BatchSizeRules(spec);
    }

    /** Rules of batches of one image, which every training of a method is told to. */
    public BatchSizeRules batchSizes() {
        return batchSizes;
    }

    /** @param path of the field */
    public void add(String path, String message) {
        problems.add(new Problem(path, message));
    }

    void addAll(List<Problem> more) {
        problems.addAll(more);
    }

    /** Rules of training settings. {@code training}: {@code null} where the file has none */
    public void training(String path, TrainingSpec training) {
        if (training != null) {
            problems.addAll(new TrainingRules(path, inputSize).problems(training));
        }
    }

    /** No value stands there twice. */
    public <T> void distinct(String path, List<T> values) {
        Set<T> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(value)) {
                add(path, value + " stands there twice");
            }
        }
    }

    List<Problem> all() {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(batchSizes.problems());
        return List.copyOf(all);
    }
}
