package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.act.KeptFields;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Optional;

/** Writes statuses where that changes anything, and tells once what the definition in the cluster does not keep of them. */
final class StatusWrites {
    private static final String NOT_KEPT = "NotKept";

    private final ClusterWrites writes;
    private final RunListener listener;
    private final KeptFields kept = new KeptFields();

    StatusWrites(ClusterWrites writes, RunListener listener) {
        this.writes = writes;
        this.listener = listener;
    }

    /** The patch where something of it would be kept. */
    Optional<StatusPatch> worth(MLFDRun run, Optional<StatusPatch> patch) {
        return patch.filter(p -> kept.changedBy(p, Optional.ofNullable(run.getStatus())));
    }

    /**
     * @return the run as it is now
     * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when the run is not as it was read
     */
    StoredRun write(MLFDRun run, StatusPatch patch) {
        StoredRun answer = writes.patchStatus(run, patch);
        List<String> dropped = kept.heard(patch, answer);
        if (!dropped.isEmpty()) {
            listener.refused(
                    run,
                    NOT_KEPT,
                    "the definition mlfdruns.mlfd.io in the cluster is of an earlier release than this operator and does not keep "
                            + String.join(", ", dropped) + "; apply the definition of this release");
        }
        return answer;
    }
}
