package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PodAffinity;
import io.fabric8.kubernetes.api.model.PodAffinityBuilder;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.mlfd.api.PodSettings;
import io.mlfd.api.PodSettings.NodeRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where a stage's pod may be. */
final class Placement {
    private Placement() {}

    /** What the run's claim asks for, and what the run's author does. */
    static Affinity affinity(PodSettings settings, RunVolume volume) {
        Optional<PodAffinity> company = company(volume);
        Optional<NodeAffinity> nodes =
                Optional.ofNullable(settings.nodeAffinity()).map(Placement::nodes);
        return company.isEmpty() && nodes.isEmpty()
                ? null
                : new AffinityBuilder()
                        .withPodAffinity(company.orElse(null))
                        .withNodeAffinity(nodes.orElse(null))
                        .build();
    }

    /**
     * A ReadWriteOnce claim serves one node: pods that write to it at once must share it, and waiting for room there is
     * better than being bound to a node that cannot attach the volume. The first pod needs no partner, since its own
     * labels satisfy the term (the scheduler's rule for self-affine pods).
     */
    private static Optional<PodAffinity> company(RunVolume volume) {
        return volume.access() != RunVolume.Access.ONE_NODE
                ? Optional.empty()
                : Optional.of(new PodAffinityBuilder()
                        .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .withNewLabelSelector()
                        .addToMatchLabels(Labels.VOLUME, volume.label())
                        .endLabelSelector()
                        .withTopologyKey("kubernetes.io/hostname")
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .build());
    }

    private static NodeAffinity nodes(PodSettings.NodeAffinity said) {
        NodeAffinity nodes = new NodeAffinity();
        if (!said.required().isEmpty()) {
            nodes.setRequiredDuringSchedulingIgnoredDuringExecution(new NodeSelectorBuilder()
                    .addNewNodeSelectorTerm()
                    .withMatchExpressions(
                            said.required().stream().map(Placement::requirement).toList())
                    .endNodeSelectorTerm()
                    .build());
        }
        nodes.setPreferredDuringSchedulingIgnoredDuringExecution(said.preferred().stream()
                .map(preferred -> new PreferredSchedulingTerm(
                        new NodeSelectorTermBuilder()
                                .withMatchExpressions(requirement(preferred.rule()))
                                .build(),
                        preferred.weight()))
                .toList());
        return nodes;
    }

    private static NodeSelectorRequirement requirement(NodeRule rule) {
        return new NodeSelectorRequirement(rule.key(), rule.operator(), rule.values());
    }

    /** Of the pods of the run. */
    static List<TopologySpreadConstraint> spread(PodSettings settings, String run) {
        return settings.topologySpread().stream()
                .map(spread -> new TopologySpreadConstraintBuilder()
                        .withTopologyKey(spread.topologyKey())
                        .withMaxSkew(Objects.requireNonNullElse(spread.maxSkew(), 1))
                        .withWhenUnsatisfiable(Objects.requireNonNullElse(spread.whenUnsatisfiable(), "ScheduleAnyway"))
                        .withNewLabelSelector()
                        .addToMatchLabels(Labels.RUN, run)
                        .endLabelSelector()
                        .build())
                .toList();
    }
}
