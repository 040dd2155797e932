package io.mlfd.trainer.engine;

import io.mlfd.contract.DeviceChoice;
import java.util.Arrays;

/** What tests compute on: the CPU, or what {@code -Dmlfd.test.device=cuda} says. */
public final class TestDevice {
    private TestDevice() {}

    public static DeviceChoice choice() {
        String asked = System.getProperty("mlfd.test.device", DeviceChoice.CPU.label());
        return Arrays.stream(DeviceChoice.values())
                .filter(device -> device.label().equals(asked))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mlfd.test.device: " + asked));
    }
}
