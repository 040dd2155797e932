package io.mlfd.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.DeviceChoice;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceDecisionTest {
    private static final Optional<String> NO_DRIVER = Optional.of("Found no NVIDIA driver on your system");
    private static final Optional<String> CPU_LIBRARY = Optional.of(DeviceDecision.CPU_LIBRARY);

    @Test
    void theCpuIsTakenWithoutAskingForAGpu() {
        assertThat(DeviceDecision.of(DeviceChoice.CPU, () -> {
                    throw new AssertionError("asked");
                }))
                .isEqualTo(new DeviceDecision(false, Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CUDA"})
    void aGpuIsTakenWhereThereIsOne(DeviceChoice choice) {
        assertThat(DeviceDecision.of(choice, Optional::empty)).isEqualTo(new DeviceDecision(true, Optional.empty()));
    }

    @Test
    void autoTellsWhyItIsTheCpuUnlessNobodyExpectsAGpu() {
        assertThat(DeviceDecision.of(DeviceChoice.AUTO, () -> NO_DRIVER))
                .isEqualTo(new DeviceDecision(
                        false,
                        Optional.of("computes on the CPU, because PyTorch has no GPU here: Found no NVIDIA driver on"
                                + " your system")));
        assertThat(DeviceDecision.of(DeviceChoice.AUTO, () -> CPU_LIBRARY))
                .isEqualTo(new DeviceDecision(false, Optional.empty()));
    }

    @Test
    void cudaWithoutAGpuIsRefusedInOneLine() {
        assertThatThrownBy(() -> DeviceDecision.of(DeviceChoice.CUDA, () -> CPU_LIBRARY))
                .isInstanceOf(TorchEngineException.class)
                .hasMessage("device: cuda, but PyTorch has no GPU here: its library is one for CPUs");
    }
}
