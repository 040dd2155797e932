package io.mlfd.operator.soak;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.stored.StoredRun;
import java.util.ArrayList;
import java.util.List;

/** Writes of which some fail. Knows the Jobs that were made. */
final class FaultyWrites implements ClusterWrites {
    private final ClusterWrites inner;
    private final Faults faults;
    private final List<String> madeJobs = new ArrayList<>();

    FaultyWrites(ClusterWrites inner, Faults faults) {
        this.inner = inner;
        this.faults = faults;
    }

    private void write(Runnable call) {
        faults.writing(() -> {
            call.run();
            return true;
        });
    }

    @Override
    public void create(PersistentVolumeClaim claim) {
        write(() -> inner.create(claim));
    }

    @Override
    public void create(Job job) {
        write(() -> {
            inner.create(job);
            madeJobs.add(job.getMetadata().getName());
        });
    }

    @Override
    public void delete(Job job) {
        write(() -> inner.delete(job));
    }

    @Override
    public void own(PersistentVolumeClaim claim, List<OwnerReference> owners) {
        write(() -> inner.own(claim, owners));
    }

    @Override
    public void delete(Pod pod) {
        write(() -> inner.delete(pod));
    }

    @Override
    public StoredRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        return faults.writing(() -> inner.patchStatus(asRead, patch));
    }

    @Override
    public void create(Event event) {
        write(() -> inner.create(event));
    }

    /** Names, in the order in which the API server took them. */
    List<String> madeJobs() {
        return List.copyOf(madeJobs);
    }
}
