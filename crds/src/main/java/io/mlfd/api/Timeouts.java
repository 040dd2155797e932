package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How long things may take.
 *
 * @param pending how long a stage may wait for its pod to run
 * @param stage how long one attempt may run
 * @param lost how long a pod may still be there after it should be gone
 * @param run how long the run may take, without the time during which it is suspended
 */
public record Timeouts(
        @ValidationRule(value = MLFDRunSpec.ABOVE_ZERO, message = MLFDRunSpec.NO_TIME)
        @Pattern(MLFDRunSpec.DURATION)
        @Size(min = 2, max = 24)
        @JsonPropertyDescription(
                "How long a stage may wait for its pod to run, and a run for its volume. While another stage of the run"
                        + " is running, a pod without a node may wait without limit. Default 1h.")
        String pending,

        @ValidationRule(value = MLFDRunSpec.ABOVE_ZERO, message = MLFDRunSpec.NO_TIME)
        @Pattern(MLFDRunSpec.DURATION)
        @Size(min = 2, max = 24)
        @JsonPropertyDescription("How long one attempt may run. Default 24h.")
        String stage,

        @ValidationRule(value = MLFDRunSpec.ABOVE_ZERO, message = MLFDRunSpec.NO_TIME)
        @Pattern(MLFDRunSpec.DURATION)
        @Size(min = 2, max = 24)
        @JsonPropertyDescription(
                "After which time a node counts as lost: how long a pod may still be there after it should be gone. Then limits and suspensions no longer wait for it. Its stage is started again only when it is certainly gone. Default 10m.")
        String lost,

        @ValidationRule(value = MLFDRunSpec.ABOVE_ZERO, message = MLFDRunSpec.NO_TIME)
        @Pattern(MLFDRunSpec.DURATION)
        @Size(min = 2, max = 24)
        @JsonPropertyDescription(
                "How long the run may take from its start on, without the time during which it is suspended. Default 168h.")
        String run) {}
