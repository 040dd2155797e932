package io.mlfd.operator.seen;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** Of an object's metadata, what nobody looks at is as large as the object itself. */
public final class Metadata {
    /** Repeats the object. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Metadata() {}

    /** Takes away who wrote which field, and what was applied last. The object has just been read, and is nobody else's. */
    public static ObjectMeta trimmed(ObjectMeta metadata) {
        metadata.setManagedFields(List.of());
        if (metadata.getAnnotations() != null) {
            metadata.getAnnotations().remove(LAST_APPLIED);
        }
        return metadata;
    }
}
