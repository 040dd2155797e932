package io.mlfd.operator.seen;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Objects;

/** A pod without what it was told and what is mounted in it, likewise. */
@Group("")
@Version("v1")
@Kind("Pod")
@Plural("pods")
public class SeenPod extends CustomResource<SeenPod.Spec, PodStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    /**
     * Where it is, and what keeps it from being anywhere.
     *
     * @param nodeName null where it has none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Spec(String nodeName, List<PodSchedulingGate> schedulingGates, List<SeenContainer> containers) {
        public Spec {
            schedulingGates = schedulingGates == null ? List.of() : List.copyOf(schedulingGates);
            containers = containers == null ? List.of() : List.copyOf(containers);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SeenContainer(String name, String image) {
        private Container container() {
            return new ContainerBuilder().withName(name).withImage(image).build();
        }
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        super.setMetadata(Metadata.trimmed(metadata));
    }

    /** Whether nothing is to be seen in one that is not in the other. */
    public boolean saysTheSame(SeenPod other) {
        return Metadata.saysTheSame(getMetadata(), other.getMetadata())
                && Objects.equals(getSpec(), other.getSpec())
                && Objects.equals(getStatus(), other.getStatus());
    }

    /** As observers know pods. */
    public Pod pod() {
        Spec spec = getSpec();
        return new PodBuilder()
                .withMetadata(getMetadata())
                .withSpec(
                        spec == null
                                ? null
                                : new PodSpecBuilder()
                                        .withNodeName(spec.nodeName())
                                        .withSchedulingGates(spec.schedulingGates())
                                        .withContainers(spec.containers().stream()
                                                .map(SeenContainer::container)
                                                .toList())
                                        .build())
                .withStatus(getStatus())
                .build();
    }

    @Override
    protected Spec initSpec() {
        return null;
    }

    @Override
    protected PodStatus initStatus() {
        return null;
    }
}
