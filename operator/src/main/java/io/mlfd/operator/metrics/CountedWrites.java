package io.mlfd.operator.metrics;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;

/** Writes, each of which is counted. */
public record CountedWrites(ClusterWrites inner, ApiCalls calls) implements ClusterWrites {
    private static final String CREATE = "create";
    private static final String DELETE = "delete";
    private static final String PATCH = "patch";

    @Override
    public void create(PersistentVolumeClaim claim) {
        calls.counted(CREATE, "persistentvolumeclaims", () -> inner.create(claim));
    }

    @Override
    public void create(Job job) {
        calls.counted(CREATE, "jobs", () -> inner.create(job));
    }

    @Override
    public void delete(Job job) {
        calls.counted(DELETE, "jobs", () -> inner.delete(job));
    }

    @Override
    public void own(PersistentVolumeClaim claim, List<OwnerReference> owners) {
        calls.counted(PATCH, "persistentvolumeclaims", () -> inner.own(claim, owners));
    }

    @Override
    public void delete(Pod pod) {
        calls.counted(DELETE, "pods", () -> inner.delete(pod));
    }

    @Override
    public StoredRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        return calls.counted(PATCH, "mlfdruns/status", () -> inner.patchStatus(asRead, patch));
    }

    @Override
    public void create(Event event) {
        calls.counted(CREATE, "events", () -> inner.create(event));
    }
}
