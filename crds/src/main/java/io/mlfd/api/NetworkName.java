package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Networks that experts and students can be. Their shapes: {@link io.mlfd.plan.Architecture}. */
public enum NetworkName {
    @JsonProperty("resnet8")
    RESNET8,
    @JsonProperty("resnet14")
    RESNET14,
    @JsonProperty("resnet20")
    RESNET20,
    @JsonProperty("resnet32")
    RESNET32,
    @JsonProperty("resnet18")
    RESNET18
}
