package io.mlfd.operator.soak;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.function.Supplier;

/** How the objects of a server come to an operator. */
interface Watches {
    /**
     * What is known after one more moment.
     *
     * @param kind tells the watches of one operator apart
     * @param last what was known before
     * @param truth what there is
     */
    <T extends HasMetadata> List<T> see(String kind, List<T> last, Supplier<List<T>> truth);
}
