package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mlfd.api.Dataset;
import java.util.List;

/**
 * Feature Fusion Learning for mutual knowledge distillation (Kim, Hyun, Chung, Kwak, ICPR 2020).
 *
 * @param branches networks of the data set's model that learn from each other
 * @param shared their first stages that are one for all of them
 * @param networks different networks in the place of branches, with nothing in common
 * @param temperature of both divergences
 * @param ramp how the divergences come in
 * @param fusionWeightDecay of the fusion module, which has an optimiser of its own
 */
@ValidationRule(
        value = "!has(self.networks) || (!has(self.branches) && !has(self.shared))",
        message = "networks: different networks share nothing and are counted; leave out branches and shared")
public record FflSpec(
        @Min(2)
        @Max(4)
        @JsonPropertyDescription("Networks of the data set's model that learn from each other. Default 2.")
        Integer branches,

        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
                "How many of their first stages are one for all branches; each keeps at least its last one. Default: all but the last.")
        Integer shared,

        @Size(min = 2, max = 4)
        @JsonPropertyDescription(
                "Different networks in the place of branches, with nothing in common; the first is each data set's own model.")
        List<Dataset.Model> networks,

        @Min(value = 0, inclusive = false)
        @Max(100)
        @JsonPropertyDescription("Softens both distributions of each divergence. Default 3.")
        Double temperature,

        @JsonPropertyDescription("How the weight of the divergences rises.")
        Ramp ramp,

        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
                "Weight decay of the fusion module; the networks have that of spec.training. Default 1e-5.")
        Double fusionWeightDecay) {
    public FflSpec {
        networks = networks == null ? List.of() : List.copyOf(networks);
    }
}
