package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How often a stage is tried again.
 *
 * @param failures attempts that may fail, per stage
 * @param disruptions attempts in a row that may be lost without a later checkpoint, per stage
 */
public record Retries(
        @Min(0)
        @Max(100)
        @JsonPropertyDescription("Attempts of a stage that may fail by themselves before it is given up. Default 3.")
        Integer failures,

        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
                "Attempts of a stage in a row that may be lost to preemption, eviction, deletion or node loss. A later checkpoint that the stage tells of sets the count back to zero. Default: any number.")
        Integer disruptions,

        @JsonPropertyDescription(
                "Wait before an attempt after a failure, and after disruptions in a row without a later checkpoint.")
        Backoff backoff) {

    /** Wait before an attempt after a failure: doubles from {@code initial} to {@code max}. */
    public record Backoff(
            @ValidationRule(value = MLFDRunSpec.ABOVE_ZERO, message = MLFDRunSpec.NO_TIME)
            @Pattern(MLFDRunSpec.DURATION)
            @Size(min = 2, max = 24)
            @JsonPropertyDescription("Wait after the first failure; doubles with each further one. Default 10s.")
            String initial,

            @ValidationRule(value = MLFDRunSpec.ABOVE_ZERO, message = MLFDRunSpec.NO_TIME)
            @Pattern(MLFDRunSpec.DURATION)
            @Size(min = 2, max = 24)
            @JsonPropertyDescription("The longest wait. Default 5m.")
            String max) {}
}
