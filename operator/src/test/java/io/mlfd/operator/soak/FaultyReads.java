package io.mlfd.operator.soak;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.operator.act.LiveReads;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Optional;

/** Reads of which some fail. */
record FaultyReads(LiveReads inner, Faults faults) implements LiveReads {
    @Override
    public Optional<StoredRun> run(String namespace, String name) {
        return faults.reading(() -> inner.run(namespace, name));
    }

    @Override
    public Optional<Job> job(String namespace, String name) {
        return faults.reading(() -> inner.job(namespace, name));
    }

    @Override
    public List<Pod> pods(String namespace, String labelSelector) {
        return faults.reading(() -> inner.pods(namespace, labelSelector));
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return faults.reading(() -> inner.claim(namespace, name));
    }

    @Override
    public Optional<GenericKubernetesResource> workload(String namespace, String jobUid) {
        return faults.reading(() -> inner.workload(namespace, jobUid));
    }

    /** No node is there to be asked. */
    @Override
    public Optional<String> output(String namespace, String pod) {
        return Optional.empty();
    }

    @Override
    public List<Event> warnings(String namespace, String uid) {
        return faults.reading(() -> inner.warnings(namespace, uid));
    }
}
