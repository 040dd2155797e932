package io.mlfd.operator;

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

/** Writes that go to others, apart from those that a test refuses. */
abstract class ForwardingWrites implements ClusterWrites {
    private final ClusterWrites inner;

    ForwardingWrites(ClusterWrites inner) {
        this.inner = inner;
    }

    @Override
    public void create(PersistentVolumeClaim claim) {
        inner.create(claim);
    }

    @Override
    public void create(Job job) {
        inner.create(job);
    }

    @Override
    public void delete(Job job) {
        inner.delete(job);
    }

    @Override
    public void own(PersistentVolumeClaim claim, List<OwnerReference> owners) {
        inner.own(claim, owners);
    }

    @Override
    public void delete(Pod pod) {
        inner.delete(pod);
    }

    @Override
    public StoredRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        return inner.patchStatus(asRead, patch);
    }

    @Override
    public void create(Event event) {
        inner.create(event);
    }
}
