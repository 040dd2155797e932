package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** The device of a name, empty where there is no such device. */
    public static Optional<DeviceChoice> named(String label) {
        return Stream.of(values()).filter(device -> device.label.equals(label)).findFirst();
    }
}
