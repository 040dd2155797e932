package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a stage is to compute on. Never part of a plan key: another device is another machine, not another work. */
public enum DeviceChoice {
    /** A GPU where the tensor library finds one, else the CPU. */
    AUTO("auto"),
    CPU("cpu"),
    /** The first GPU that the process sees; without one the stage fails. */
    CUDA("cuda");

    private final String label;

    DeviceChoice(String label) {
        this.label = label;
    }

    /** The name as in a run file. */
    @JsonValue
    public String label() {
        return label;
    }
}
