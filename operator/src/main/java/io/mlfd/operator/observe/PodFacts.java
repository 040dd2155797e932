package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a stage's pod says about itself, by types and reasons only. */
final class PodFacts {
    private static final Set<String> PULL_REASONS =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");
    private static final Set<String> NOTHING_WRONG = Set.of("ContainerCreating", "PodInitializing");

    private static final int MOST_DIGEST = 512;
    private static final int UNKNOWN_EXIT = 255;
    private static final String LOST_TRACK = "ContainerStatusUnknown";
    private static final String NOT_WATCHED = "its node lost track of its container, as after a reboot";
    /** The kubelet's words for what a pod used of its node's storage above what it may. Shortage of the node reads otherwise. */
    private static final Pattern OVER_LIMIT = Pattern.compile(
            "^(Usage of EmptyDir volume|Container \\S+ exceeded its local ephemeral storage|Pod ephemeral local storage usage exceeds)");

    private final Pod pod;

    PodFacts(Pod pod) {
        this.pod = pod;
    }

    Optional<ContainerStateRunning> running() {
        return state().map(ContainerState::getRunning);
    }

    Optional<ContainerStateTerminated> terminated() {
        return state().map(ContainerState::getTerminated);
    }

    boolean beingDeleted() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Whether its processes may still write. */
    boolean alive() {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return !"Succeeded".equals(phase) && !"Failed".equals(phase);
    }

    /**
     * Who took it away, and why: eviction, preemption, rejection, a node that is gone or began anew, or deletion. In the cluster's
     * words, behind the one word for it; empty when nobody did.
     */
    Optional<String> disruption() {
        if (overItsLimit().isPresent()) {
            return Optional.empty();
        }
        return condition("DisruptionTarget", "True")
                .map(condition -> reason(condition.getReason(), condition.getMessage()))
                .or(() -> said().map(status -> reason(status.getReason(), status.getMessage())))
                .or(() -> terminated().filter(PodFacts::lostTrack).map(end -> reason(LOST_TRACK, NOT_WATCHED)))
                .or(() -> beingDeleted() ? Optional.of("Deleted: its pod was deleted") : Optional.empty());
    }

    /** A kubelet that begins anew, after its node did, finds containers gone and does not know how they ended. */
    private static boolean lostTrack(ContainerStateTerminated end) {
        boolean began = Integer.valueOf(UNKNOWN_EXIT).equals(end.getExitCode()) && "Unknown".equals(end.getReason());
        return began || LOST_TRACK.equals(end.getReason());
    }

    /** What the pod itself was evicted for, which no other node would forgive; empty when it kept to its limits. */
    Optional<String> overItsLimit() {
        return said().filter(status -> "Evicted".equals(status.getReason()))
                .filter(status -> OVER_LIMIT
                        .matcher(Objects.requireNonNullElse(status.getMessage(), ""))
                        .find())
                .map(status -> reason(status.getReason(), status.getMessage())
                        + (status.getMessage().contains("EmptyDir")
                                ? "; raise spec.pod.tmpSize"
                                : "; raise spec.pod.resources.limits.ephemeral-storage"));
    }

    private Optional<PodStatus> said() {
        return Optional.ofNullable(pod.getStatus())
                .filter(status ->
                        status.getReason() != null && !status.getReason().isBlank());
    }

    /** When it should have been gone: its time to end is over. Empty when nobody has told it to. */
    Optional<Instant> due() {
        return Times.parse(pod.getMetadata().getDeletionTimestamp());
    }

    /** What to do where it stays for good. */
    String remedy() {
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return "kubectl delete pod " + pod.getMetadata().getName() + " --force"
                + (node == null ? "" : " (only when node \"" + node + "\" is certainly off)");
    }

    /** Whether another container is still there that was put beside the stage's. */
    boolean hasCompany() {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .filter(status -> !"stage".equals(status.getName()))
                        .anyMatch(status ->
                                status.getState() != null && status.getState().getRunning() != null);
    }

    /**
     * Why it does not run yet. The messages of a failing pull alternate with every try; one text for all of them keeps
     * the status from being written each time.
     */
    String waitsFor() {
        Optional<ContainerStateWaiting> waiting = state().map(ContainerState::getWaiting)
                .filter(w -> w.getReason() != null && !NOTHING_WRONG.contains(w.getReason()));
        if (waiting.isPresent() && PULL_REASONS.contains(waiting.get().getReason())) {
            return OneLine.of("ImagePullBackOff: image \"" + image()
                    + "\" cannot be pulled; check spec.pod.image and spec.pod.imagePullSecrets");
        }
        return waiting.map(w -> reason(w.getReason(), w.getMessage()))
                .or(() -> condition("PodScheduled", "False").map(c -> reason(c.getReason(), c.getMessage())))
                .orElse("");
    }

    /** Since when no node is found for it; empty where none was looked for, or one was found. */
    Optional<Instant> unschedulableSince() {
        return condition("PodScheduled", "False")
                .filter(condition -> "Unschedulable".equals(condition.getReason()))
                .flatMap(condition -> Times.parse(condition.getLastTransitionTime()));
    }

    /** Digest of the image that its container was made from, as the node reports it; empty before it has one. */
    Optional<String> imageDigest() {
        return statuses()
                .map(ContainerStatus::getImageID)
                .filter(digest -> digest != null && !digest.isBlank() && digest.length() <= MOST_DIGEST)
                .findFirst()
                .map(OneLine::of);
    }

    /** Who keeps the scheduler from it; empty when nobody does. */
    Optional<String> gate() {
        return pod.getSpec() == null
                ? Optional.empty()
                : pod.getSpec().getSchedulingGates().stream().findFirst().map(gate -> OneLine.of(gate.getName()));
    }

    /** Since when it has a node and says nothing about why its container does not run; empty when it runs or says why. */
    Optional<Instant> silentSince() {
        boolean speaks = running().isPresent()
                || terminated().isPresent()
                || beingDeleted()
                || !waitsFor().isEmpty();
        return speaks ? Optional.empty() : placedAt();
    }

    /** When it got a node. */
    Optional<Instant> placedAt() {
        return condition("PodScheduled", "True").flatMap(scheduled -> Times.parse(scheduled.getLastTransitionTime()));
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    private static String reason(String reason, String message) {
        String known = reason == null ? "" : reason;
        return OneLine.of(message == null ? known : known + ": " + message);
    }

    private String image() {
        return pod.getSpec() == null
                ? ""
                : pod.getSpec().getContainers().stream()
                        .findFirst()
                        .map(container -> container.getImage())
                        .orElse("");
    }

    private Optional<ContainerState> state() {
        return statuses().findFirst().map(ContainerStatus::getState);
    }

    /** A stage's pod has one container; others were injected and do not count. */
    private Stream<ContainerStatus> statuses() {
        return pod.getStatus() == null
                ? Stream.empty()
                : pod.getStatus().getContainerStatuses().stream().filter(status -> "stage".equals(status.getName()));
    }

    private Optional<PodCondition> condition(String type, String status) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
                        .findFirst();
    }
}
