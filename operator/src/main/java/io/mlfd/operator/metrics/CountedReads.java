package io.mlfd.operator.metrics;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.operator.act.LiveReads;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Optional;

/** Reads, each of which is counted. */
public record CountedReads(LiveReads inner, ApiCalls calls) implements LiveReads {
    private static final String GET = "get";
    private static final String LIST = "list";

    @Override
    public Optional<StoredRun> run(String namespace, String name) {
        return calls.counted(GET, "mlfdruns", () -> inner.run(namespace, name));
    }

    @Override
    public Optional<Job> job(String namespace, String name) {
        return calls.counted(GET, "jobs", () -> inner.job(namespace, name));
    }

    @Override
    public List<Pod> pods(String namespace, String labelSelector) {
        return calls.counted(LIST, "pods", () -> inner.pods(namespace, labelSelector));
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return calls.counted(GET, "persistentvolumeclaims", () -> inner.claim(namespace, name));
    }

    @Override
    public Optional<GenericKubernetesResource> workload(String namespace, String jobUid) {
        return calls.counted(LIST, "workloads", () -> inner.workload(namespace, jobUid));
    }

    @Override
    public Optional<String> output(String namespace, String pod) {
        return calls.counted(GET, "pods/log", () -> inner.output(namespace, pod));
    }

    @Override
    public List<Event> warnings(String namespace, String uid) {
        return calls.counted(LIST, "events", () -> inner.warnings(namespace, uid));
    }
}
