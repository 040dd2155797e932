package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run when an image cannot be decoded. */
public enum OnBadImage {
    /** It does not begin. */
    @JsonProperty("Fail")
    FAIL,
    /** The image is left out, and named wherever the data are. */
    @JsonProperty("Skip")
    SKIP
}
