package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** How divergences come in. */
public record Ramp(
        @Required
        @Min(0)
        @Max(100000)
        @JsonPropertyDescription(
                "Epochs in which the weight rises to 1; 0 for no rise. Default: 80/300 of the training's epochs, rounded.")
        Integer epochs) {}
