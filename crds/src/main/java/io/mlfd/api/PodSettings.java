package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Map;

/** What may be said about a stage's pod: a typed subset that cannot lift the restricted security profile. */
public record PodSettings(
        @Size(min = 1, max = 512) @JsonPropertyDescription("Trainer image. Default: the operator's.")
        String image,

        @Size(max = 10) @JsonPropertyDescription("Names of Secrets.")
        List<@Size(min = 1, max = 253) String> imagePullSecrets,

        @JsonPropertyDescription(
                "Resources of the trainer container. The whole CPUs of the limit are the number of threads; results are bit-equal at the same number only. Default: requests of 500m and 1Gi, limits of 1 and 2Gi.")
        Resources resources,

        @JsonPropertyDescription(
                "What the stage computes on. cuda needs an image with CUDA libraries and a GPU among the resources, and fails without; auto takes a GPU where there is one. Default: auto.")
        DeviceChoice device,

        @Size(max = 20) @JsonPropertyDescription("Labels that a node must have.")
        Map<String, String> nodeSelector,

        @Size(max = 20) @JsonPropertyDescription("Taints that are tolerated.")
        List<Toleration> tolerations,

        @Size(min = 1, max = 253) @JsonPropertyDescription("A PriorityClass.")
        String priorityClassName,

        @JsonPropertyDescription(
                "Room in /tmp, which is no part of the run's volume; who needs more is evicted by its node. Default 64Mi.")
        IntOrString tmpSize,

        @Size(max = 50)
        @JsonPropertyDescription("Further environment variables. Names that begin with MLFD_ are reserved.")
        List<EnvironmentVariable> env,

        @Size(max = 20)
        @JsonPropertyDescription(
                "Labels of the stage's Job and pod, beside those that they are found by, which cannot be set.")
        Map<String, String> labels,

        @Size(max = 20) @JsonPropertyDescription("Annotations of the stage's Job and pod, likewise.")
        Map<String, String> annotations,

        @Pattern("^(Always|IfNotPresent|Never)$")
        @JsonPropertyDescription("When the image is pulled: Always, IfNotPresent or Never. Default IfNotPresent.")
        String imagePullPolicy,

        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
                "A ServiceAccount in the same namespace, for what else a platform derives from it. Its token is not mounted. Default: the namespace's default.")
        String serviceAccountName,

        @JsonPropertyDescription(
                "Whether the service account's token is mounted, which stages have no use for. Default false.")
        Boolean serviceAccountToken,

        @Size(min = 1, max = 253) @JsonPropertyDescription("A RuntimeClass.")
        String runtimeClassName,

        @Size(min = 1, max = 253) @JsonPropertyDescription("Which scheduler places the pod. Default: the cluster's.")
        String schedulerName,

        @JsonPropertyDescription("Nodes by their labels, in more ways than nodeSelector has.")
        NodeAffinity nodeAffinity,

        @Size(max = 5)
        @JsonPropertyDescription(
                "How the run's pods are spread over nodes, zones or what else nodes are labelled with.")
        List<Spread> topologySpread,

        @Size(max = 10)
        @JsonPropertyDescription("What else of the namespace a stage sees, below /mnt, always read-only.")
        List<ExtraVolume> volumes,

        @JsonPropertyDescription("As whom the pod runs, never as root. Default: user, group and fsGroup 10001.")
        RunAs runAs) {
    /** Nothing is said. */
    public static final PodSettings NONE = new PodSettings(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    public PodSettings {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        topologySpread = topologySpread == null ? List.of() : List.copyOf(topologySpread);
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
        imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
        nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
        tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
        env = env == null ? List.of() : List.copyOf(env);
    }

    public record Resources(
            @Size(max = 10) Map<String, IntOrString> requests,
            @Size(max = 10) Map<String, IntOrString> limits) {
        public Resources {
            requests = requests == null ? Map.of() : Map.copyOf(requests);
            limits = limits == null ? Map.of() : Map.copyOf(limits);
        }
    }

    public record Toleration(
            @Size(max = 317) String key,
            @Pattern("^(Exists|Equal)$") String operator,
            @Size(max = 63) String value,

            @Pattern("^(NoSchedule|PreferNoSchedule|NoExecute)$")
            String effect,

            Long tolerationSeconds) {}

    /**
     * @param required a node must meet all of these
     * @param preferred a node that meets more of these comes first
     */
    public record NodeAffinity(
            @Size(max = 10) @JsonPropertyDescription("What a node must meet, all of it.")
            List<NodeRule> required,

            @Size(max = 10) @JsonPropertyDescription("What nodes are preferred for.")
            List<PreferredNode> preferred) {
        public NodeAffinity {
            required = required == null ? List.of() : List.copyOf(required);
            preferred = preferred == null ? List.of() : List.copyOf(preferred);
        }
    }

    /** @param values none for Exists and DoesNotExist, one number for Gt and Lt */
    public record NodeRule(
            @Required @Size(min = 1, max = 317) @JsonPropertyDescription("A label of nodes.")
            String key,

            @Required
            @Pattern("^(In|NotIn|Exists|DoesNotExist|Gt|Lt)$")
            @JsonPropertyDescription("In, NotIn, Exists, DoesNotExist, Gt or Lt.")
            String operator,

            @Size(max = 20)
            @JsonPropertyDescription("None for Exists and DoesNotExist, one whole number for Gt and Lt.")
            List<@Size(max = 63) String> values) {
        public NodeRule {
            values = values == null ? List.of() : List.copyOf(values);
        }
    }

    public record PreferredNode(
            @Required
            @Min(1)
            @Max(100)
            @JsonPropertyDescription("What meeting it counts, beside others that are preferred.")
            Integer weight,

            @Required @JsonPropertyDescription("What a node should meet.")
            NodeRule rule) {}

    /**
     * Of the pods of one run.
     *
     * @param topologyKey label of nodes whose values are the places
     */
    public record Spread(
            @Required
            @Size(min = 1, max = 317)
            @JsonPropertyDescription("A label of nodes, such as topology.kubernetes.io/zone.")
            String topologyKey,

            @Min(1) @Max(100) @JsonPropertyDescription("By how many pods places may differ. Default 1.")
            Integer maxSkew,

            @Pattern("^(DoNotSchedule|ScheduleAnyway)$")
            @JsonPropertyDescription("What happens where that is impossible. Default ScheduleAnyway.")
            String whenUnsatisfiable) {}

    @ValidationRule(
            value =
                    "(has(self.claimName) ? 1 : 0) + (has(self.configMapName) ? 1 : 0) + (has(self.secretName) ? 1 : 0) == 1",
            message = "exactly one of claimName, configMapName and secretName")
    public record ExtraVolume(
            @Required
            @Pattern("^/mnt/[A-Za-z0-9][-A-Za-z0-9._]*$")
            @Size(min = 6, max = 128)
            @JsonPropertyDescription("Where it is mounted: a folder right below /mnt.")
            String mountPath,

            @Size(min = 1, max = 253) @JsonPropertyDescription("A PersistentVolumeClaim.")
            String claimName,

            @Size(min = 1, max = 253) @JsonPropertyDescription("A ConfigMap.")
            String configMapName,

            @Size(min = 1, max = 253) @JsonPropertyDescription("A Secret.")
            String secretName) {}

    /** @param assignedBy Platform leaves all three out, for platforms that assign them and refuse others */
    @ValidationRule(
            value = "!has(self.assignedBy) || (!has(self.user) && !has(self.group) && !has(self.fsGroup))",
            message = "assignedBy: the platform assigns user, group and fsGroup; leave them out")
    public record RunAs(
            @Pattern("^Platform$")
            @JsonPropertyDescription(
                    "Platform: user, group and fsGroup are left to the platform, as OpenShift wants it.")
            String assignedBy,

            @Min(1) @Max(2147483647) @JsonPropertyDescription("User of the pod's processes. Default 10001.")
            Long user,

            @Min(1) @Max(2147483647) @JsonPropertyDescription("Their group. Default 10001.")
            Long group,

            @Min(1) @Max(2147483647) @JsonPropertyDescription("Group that the volumes' files belong to. Default 10001.")
            Long fsGroup) {}

    @ValidationRule(value = "!self.name.startsWith('MLFD_')", message = "name: MLFD_ is reserved")
    public record EnvironmentVariable(
            @Required @Pattern("^[A-Za-z_][A-Za-z0-9_]*$") @Size(min = 1, max = 128)
            String name,

            @Required @Size(max = 4096) String value) {}
}
