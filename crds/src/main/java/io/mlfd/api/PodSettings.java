package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
        List<EnvironmentVariable> env) {
    public PodSettings {
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

    @ValidationRule(value = "!self.name.startsWith('MLFD_')", message = "name: MLFD_ is reserved")
    public record EnvironmentVariable(
            @Required @Pattern("^[A-Za-z_][A-Za-z0-9_]*$") @Size(min = 1, max = 128)
            String name,

            @Required @Size(max = 4096) String value) {}
}
