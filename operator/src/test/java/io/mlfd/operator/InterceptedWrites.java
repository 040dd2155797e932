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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes of which each passes through one place, with words for it. */
public abstract class InterceptedWrites implements ClusterWrites {
    private final ClusterWrites inner;

    protected InterceptedWrites(ClusterWrites inner) {
        this.inner = inner;
    }

    /**
     * @param what verb, kind and name, as in {@code create job r-joint-1}
     * @param call carries it out
     */
    protected abstract <T> T write(String what, Supplier<T> call);

    private void write(String what, Runnable call) {
        write(what, () -> {
            call.run();
            return what;
        });
    }

    @Override
    public void create(PersistentVolumeClaim claim) {
        write("create claim " + claim.getMetadata().getName(), () -> inner.create(claim));
    }

    @Override
    public void create(Job job) {
        write("create job " + job.getMetadata().getName(), () -> inner.create(job));
    }

    @Override
    public void delete(Job job) {
        write("delete job " + job.getMetadata().getName(), () -> inner.delete(job));
    }

    @Override
    public void own(PersistentVolumeClaim claim, List<OwnerReference> owners) {
        write("own claim " + claim.getMetadata().getName() + " " + owners.size(), () -> inner.own(claim, owners));
    }

    @Override
    public void delete(Pod pod) {
        write("delete pod " + pod.getMetadata().getName(), () -> inner.delete(pod));
    }

    @Override
    public StoredRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        return write("patch status " + names(patch), () -> inner.patchStatus(asRead, patch));
    }

    private static List<String> names(StatusPatch patch) {
        List<String> names = new ArrayList<>();
        patch.fields().fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Override
    public void create(Event event) {
        write("create event " + event.getReason() + " " + event.getNote(), () -> inner.create(event));
    }
}
