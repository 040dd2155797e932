package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * Knowledge distillation by On-the-fly Native Ensemble (Lan, Zhu, Gong, NeurIPS 2018).
 *
 * @param branches networks of the data set's model that learn from their gated ensemble
 * @param shared their first stages that are one for all of them
 * @param temperature of both sides of each divergence
 * @param ramp how the divergences come in
 */
public record OneSpec(
        @Min(2)
        @Max(4)
        @JsonPropertyDescription("Branches of the data set's model that learn from their gated ensemble. Default 3.")
        Integer branches,

        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
                "How many of their first stages are one for all branches; the gate reads the last of these. Default: all but the last.")
        Integer shared,

        @Min(value = 0, inclusive = false)
        @Max(100)
        @JsonPropertyDescription("Softens both distributions of each divergence. Default 3.")
        Double temperature,

        @JsonPropertyDescription("How the weight of the divergences rises.")
        Ramp ramp) {}
