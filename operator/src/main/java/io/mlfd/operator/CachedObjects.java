package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** What the informers hold of one run. May be older than the truth. */
public record CachedObjects(List<Job> jobs, List<Pod> pods, List<PersistentVolumeClaim> claims) {
    public CachedObjects {
        jobs = List.copyOf(jobs);
        pods = List.copyOf(pods);
        claims = List.copyOf(claims);
    }
}
