package io.mlfd.operator.act;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;

/**
 * Every write this operator makes. Failures are {@link io.fabric8.kubernetes.client.KubernetesClientException}s with the
 * API server's code.
 */
public interface ClusterWrites {
    void create(PersistentVolumeClaim claim);

    void create(Job job);

    /** Deletes this very Job, not a later one of its name, and its pods before it. Nothing when it is gone. */
    void delete(Job job);

    /**
     * Gives this very claim, as it was read, other owners.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when it is not as it was read
     */
    void own(PersistentVolumeClaim claim, List<OwnerReference> owners);

    /** Deletes this very pod, with its time to end. Nothing when it is gone. */
    void delete(Pod pod);

    /**
     * Changes the status where it differs.
     *
     * @param patch JSON merge patch of the status; null removes a field
     * @return the run as it is now
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when the run is not as it was read
     */
    StoredRun patchStatus(MLFDRun asRead, StatusPatch patch);

    void create(Event event);
}
