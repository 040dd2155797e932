package io.mlfd.operator.act;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Optional;

/** Questions to the API server itself, for what a cache must not be trusted with or does not hold. */
public interface LiveReads {
    Optional<StoredRun> run(String namespace, String name);

    Optional<Job> job(String namespace, String name);

    /** Pods with these labels. */
    List<Pod> pods(String namespace, String labelSelector);

    Optional<PersistentVolumeClaim> claim(String namespace, String name);

    /** What Kueue made of a Job; empty where there is no Kueue, or where it may not be read. */
    Optional<GenericKubernetesResource> workload(String namespace, String jobUid);

    /** The end of what a pod's stage has said, in whole lines except for the first; empty where that cannot be had now. */
    Optional<String> output(String namespace, String pod);

    /** Warnings about one object. */
    List<Event> warnings(String namespace, String uid);
}
