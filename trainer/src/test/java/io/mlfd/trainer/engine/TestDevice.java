package io.mlfd.trainer.engine;

import io.mlfd.api.DeviceChoice;

/** What tests compute on: the CPU, or what {@code -Dmlfd.test.device=cuda} says; those that are {@link OnCpu} always the CPU. */
public final class TestDevice {
    private TestDevice() {}

    public static DeviceChoice choice() {
        String asked = System.getProperty("mlfd.test.device", DeviceChoice.CPU.label());
        return DeviceChoice.named(asked).orElseThrow(() -> new IllegalArgumentException("mlfd.test.device: " + asked));
    }
}
