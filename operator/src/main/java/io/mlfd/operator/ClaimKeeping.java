package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.Actor;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.build.VolumeClaim;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import java.time.Instant;
import java.util.List;

/** Moves the owner of a run's claim to where the run says by now that it belongs: with an owner it is deleted with it. */
record ClaimKeeping(ClusterWrites writes, Actor actor) {
    private static final int FORBIDDEN = 403;

    void asSaid(ReadRun read, List<PersistentVolumeClaim> cached, Instant now) {
        MLFDRun run = read.run();
        boolean held = !read.retentionIsKnown()
                || run.getMetadata().getDeletionTimestamp() != null
                || run.getStatus() == null
                || !run.getStatus().wasStarted();
        if (!held) {
            cached.forEach(
                    claim -> VolumeClaim.otherOwners(run, claim).ifPresent(owners -> own(run, claim, owners, now)));
        }
    }

    /** Where it may not be done that is told once, and nothing else of the run waits for it. */
    private void own(MLFDRun run, PersistentVolumeClaim claim, List<OwnerReference> owners, Instant now) {
        try {
            writes.own(claim, owners);
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw e;
            }
            String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            actor.tell(
                    run,
                    new Tell(
                            Importance.WARNING,
                            Acts.REFUSED,
                            "spec.retention.onDelete has no effect on claim \""
                                    + claim.getMetadata().getName() + "\": " + said),
                    now);
        }
    }
}
