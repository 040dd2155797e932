package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.operator.act.LiveReads;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Optional;

/** Reads as others do, until a method is overridden. */
public interface ForwardingReads extends LiveReads {
    /** The others. */
    LiveReads inner();

    @Override
    default Optional<StoredRun> run(String namespace, String name) {
        return inner().run(namespace, name);
    }

    @Override
    default Optional<Job> job(String namespace, String name) {
        return inner().job(namespace, name);
    }

    @Override
    default List<Pod> pods(String namespace, String labelSelector) {
        return inner().pods(namespace, labelSelector);
    }

    @Override
    default Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return inner().claim(namespace, name);
    }

    @Override
    default Optional<GenericKubernetesResource> workload(String namespace, String jobUid) {
        return inner().workload(namespace, jobUid);
    }

    @Override
    default Optional<String> output(String namespace, String pod) {
        return inner().output(namespace, pod);
    }

    @Override
    default List<Event> warnings(String namespace, String uid) {
        return inner().warnings(namespace, uid);
    }
}
