package io.mlfd.operator.soak;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All that happened arrives together, and late. */
record LateWatches(RandomGenerator random) implements Watches {
    private static final double ARRIVES = 0.5;

    @Override
    public <T extends HasMetadata> List<T> see(String kind, List<T> last, Supplier<List<T>> truth) {
        return random.nextDouble() < ARRIVES ? truth.get() : last;
    }
}
