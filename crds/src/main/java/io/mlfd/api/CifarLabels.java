package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of an image's two labels in CIFAR-100 is its class. */
public enum CifarLabels {
    /** One of 100. */
    @JsonProperty("Fine")
    FINE,
    /** One of 20, of five fine ones each. */
    @JsonProperty("Coarse")
    COARSE
}
