package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.function.Function;

/**
 * What the informers hold of one run. May be older than the truth.
 *
 * @param departed by a Job's uid what was seen last of its pods that are gone
 */
public record CachedObjects(
        List<Job> jobs, List<Pod> pods, List<PersistentVolumeClaim> claims, Function<String, List<Pod>> departed) {
    public CachedObjects {
        jobs = List.copyOf(jobs);
        pods = List.copyOf(pods);
        claims = List.copyOf(claims);
    }

    /** Where no pod has gone that was seen. */
    public CachedObjects(List<Job> jobs, List<Pod> pods, List<PersistentVolumeClaim> claims) {
        this(jobs, pods, claims, job -> List.of());
    }
}
