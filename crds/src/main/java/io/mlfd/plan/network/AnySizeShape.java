package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;

/** A network of ImageNet that also has an entry for small images. */
public interface AnySizeShape extends LayeredShape {
    @Override
    default List<NetworkEntry> entries() {
        return List.of(NetworkEntry.SMALL, NetworkEntry.LARGE);
    }

    /** Whether images enter it as they are. */
    default boolean isSmall() {
        return entry() == NetworkEntry.SMALL;
    }
}
