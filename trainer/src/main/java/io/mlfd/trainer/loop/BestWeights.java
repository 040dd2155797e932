package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A copy of the weights of the best epoch. */
final class BestWeights {
    private final NDManager owner;
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();

    BestWeights(NDManager owner) {
        this.owner = owner;
    }

    /** Replaces the copy. */
    void load(Map<String, NDArray> values) {
        tensors.values().forEach(NDArray::close);
        tensors.clear();
        values.forEach((name, value) -> {
            NDArray copy = value.duplicate();
            copy.attach(owner);
            tensors.put(name, copy);
        });
    }

    Map<String, NDArray> tensors() {
        return Collections.unmodifiableMap(tensors);
    }
}
