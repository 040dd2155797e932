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

/** Records writes, and dies before or after one of them. */
final class RecordingWrites implements ClusterWrites {
    private final ClusterWrites inner;
    private final List<String> log = new ArrayList<>();
    private int dieAt = -1;
    private boolean afterwards;

    RecordingWrites(ClusterWrites inner) {
        this.inner = inner;
    }

    /** The operator is gone. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param write number of the write, from 0 */
    void dieAt(int write, boolean afterIt) {
        dieAt = write;
        afterwards = afterIt;
    }

    int count() {
        return log.size();
    }

    List<String> log() {
        return List.copyOf(log);
    }

    long count(String verb) {
        return log.stream().filter(line -> line.startsWith(verb)).count();
    }

    private <T> T write(String what, Supplier<T> call) {
        int number = log.size();
        log.add(what);
        if (number == dieAt && !afterwards) {
            throw new Crash();
        }
        T result = call.get();
        if (number == dieAt) {
            throw new Crash();
        }
        return result;
    }

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

    private static List<String> names(StatusPatch patch) {
        List<String> names = new ArrayList<>();
        patch.fields().fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Override
    public StoredRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        return write("patch status " + names(patch), () -> inner.patchStatus(asRead, patch));
    }

    @Override
    public void create(Event event) {
        write("create event " + event.getReason() + " " + event.getNote(), () -> inner.create(event));
    }
}
