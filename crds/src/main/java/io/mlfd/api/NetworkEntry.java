package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What images go through in front of a network's first stage. */
public enum NetworkEntry {
    /** Keeps images as large as they are, or nearly: a 3x3 convolution, small patches. For images of up to 64 pixels. */
    @JsonProperty("Small")
    SMALL("Small"),
    /** Makes them smaller at once, as for ImageNet: a 7x7 convolution and pooling, patches of 4 or 16 pixels. */
    @JsonProperty("Large")
    LARGE("Large");

    private final String label;

    NetworkEntry(String label) {
        this.label = label;
    }

    /** The name as in a run file. */
    public String label() {
        return label;
    }
}
