package io.mlfd.operator.metrics;

import io.mlfd.run.Loss;
import java.util.Set;

/**
 * Who took an attempt away, in the cluster's own words as far as they are known. A pod's status may say anything, so what is not
 * known here has one word for all of it.
 */
final class DisruptionReason {
    /** Kubernetes: pkg/apis/core PodDisruptionTarget reasons, the kubelet's admission and eviction; Kueue's; this operator's. */
    static final Set<String> KNOWN = Set.of(
            "PreemptionByScheduler",
            "EvictionByEvictionAPI",
            "DeletionByTaintManager",
            "DeletionByPodGC",
            "TerminationByKubelet",
            "Evicted",
            "NodeShutdown",
            "Terminated",
            "OutOfcpu",
            "OutOfmemory",
            "OutOfpods",
            "NodeAffinity",
            "UnexpectedAdmissionError",
            "ContainerStatusUnknown",
            "Preempted",
            "JobSuspended",
            "NodeLost",
            "Deleted",
            "Unsaid");

    private DisruptionReason() {}

    static String of(Loss loss) {
        return KNOWN.contains(loss.reason()) ? loss.reason() : FirstValues.OTHER;
    }
}
