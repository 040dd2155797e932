package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;

/** A network of CIFAR, which has the entry for small images alone. */
public interface SmallImagesShape extends LayeredShape {
    @Override
    default NetworkEntry entry() {
        return NetworkEntry.SMALL;
    }

    @Override
    default List<NetworkEntry> entries() {
        return List.of(NetworkEntry.SMALL);
    }

    @Override
    default NetworkShape withEntry(NetworkEntry entry) {
        Entries.require(this, entry);
        return this;
    }
}
