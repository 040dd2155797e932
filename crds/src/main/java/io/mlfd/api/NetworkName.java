package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** Networks that experts and students can be, a closed list for the definition: {@link io.mlfd.plan.network.NetworkShapes} has their shapes. */
public enum NetworkName {
    RESNET8("resnet8"),
    RESNET14("resnet14"),
    RESNET20("resnet20"),
    RESNET32("resnet32"),
    RESNET18("resnet18");

    private final String label;

    NetworkName(String label) {
        this.label = label;
    }

    /** The name as in a run file. */
    @JsonValue
    public String label() {
        return label;
    }
}
