package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.DeviceChoice;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalOrderTest {
    private static final String TEACHERS_ON_CUDA = "stages: {teacher: {pod: {device: cuda}}}\npod: {device: cpu}";

    @Test
    void withoutAWordNobodySaysTheDevice() {
        assertThat(device(Runs.small("", Optional.empty()), "joint")).isEmpty();
    }

    @Test
    void aStageComputesOnTheDeviceOfItsPod() {
        LocalRun run = Runs.small(TEACHERS_ON_CUDA, Optional.empty());
        assertThat(device(run, "teacher/a")).contains(DeviceChoice.CUDA);
        assertThat(device(run, "joint")).contains(DeviceChoice.CPU);
    }

    @Test
    void theCommandLineSpeaksForAllStages() {
        LocalRun run = Runs.small(TEACHERS_ON_CUDA, Optional.of(DeviceChoice.AUTO));
        assertThat(device(run, "teacher/a")).contains(DeviceChoice.AUTO);
        assertThat(device(run, "joint")).contains(DeviceChoice.AUTO);
    }

    @Test
    void theDeviceIsNoPartOfAKey() {
        assertThat(Runs.small(TEACHERS_ON_CUDA, Optional.empty())
                        .plan()
                        .stage("teacher/a")
                        .planKey())
                .isEqualTo(Runs.small("", Optional.empty())
                        .plan()
                        .stage("teacher/a")
                        .planKey());
    }

    private static Optional<DeviceChoice> device(LocalRun run, String stage) {
        return run.order(run.plan().stage(stage), 1, Path.of("/run")).device();
    }
}
