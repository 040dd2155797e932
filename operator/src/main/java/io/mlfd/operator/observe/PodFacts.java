package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a stage's pod says about itself, by types and reasons only. */
final class PodFacts {
    private static final Set<String> PULL_REASONS =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");
    private static final Set<String> NOTHING_WRONG = Set.of("ContainerCreating", "PodInitializing");

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

    /** Whether somebody took it away: eviction, preemption, node loss or deletion. */
    boolean disrupted() {
        return beingDeleted()
                || condition("DisruptionTarget", "True").isPresent()
                || "Evicted"
                        .equals(pod.getStatus() == null ? null : pod.getStatus().getReason());
    }

    /** Why it was taken away, or why it does not run; empty when there is nothing to say. */
    String disruption() {
        String reason = condition("DisruptionTarget", "True")
                .map(condition -> condition.getReason() + ": " + condition.getMessage())
                .orElse(beingDeleted() ? "its pod was deleted" : "its pod was evicted");
        return OneLine.of(reason);
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
