package io.mlfd.operator.seen;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Objects;

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

    /** Whether both say the same to who looks at objects: neither a finalizer nor a version is anything to them. */
    static boolean saysTheSame(ObjectMeta one, ObjectMeta other) {
        return Objects.equals(one.getUid(), other.getUid())
                && Objects.equals(one.getLabels(), other.getLabels())
                && Objects.equals(one.getAnnotations(), other.getAnnotations())
                && Objects.equals(one.getOwnerReferences(), other.getOwnerReferences())
                && Objects.equals(one.getDeletionTimestamp(), other.getDeletionTimestamp())
                && Objects.equals(one.getDeletionGracePeriodSeconds(), other.getDeletionGracePeriodSeconds());
    }
}
