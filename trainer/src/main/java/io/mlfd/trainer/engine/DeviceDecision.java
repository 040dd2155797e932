package io.mlfd.trainer.engine;

import io.mlfd.api.DeviceChoice;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is computed on, of what was asked for and what there is.
 *
 * @param gpu whether it is a GPU
 * @param notice why it is none though one might have been expected, in one line
 */
record DeviceDecision(boolean gpu, Optional<String> notice) {
    /** Why a library for CPUs has no GPU, which nobody expects of it. */
    static final String CPU_LIBRARY = "its library is one for CPUs";

    /**
     * @param missingGpu why there is no GPU, empty where there is one; asked only where one might be taken
     * @throws TorchEngineException when a GPU is asked for and there is none
     */
    static DeviceDecision of(DeviceChoice choice, Supplier<Optional<String>> missingGpu) {
        if (choice == DeviceChoice.CPU) {
            return new DeviceDecision(false, Optional.empty());
        }
        Optional<String> missing = missingGpu.get();
        if (choice == DeviceChoice.CUDA && missing.isPresent()) {
            throw new TorchEngineException("device: cuda, but PyTorch has no GPU here: " + missing.get());
        }
        return new DeviceDecision(
                missing.isEmpty(),
                missing.filter(reason -> !reason.equals(CPU_LIBRARY))
                        .map(reason -> "computes on the CPU, because PyTorch has no GPU here: " + reason));
    }
}
