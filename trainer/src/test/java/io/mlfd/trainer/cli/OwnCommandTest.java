package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnCommandTest {
    @Test
    void whatIsOfThisProcessAloneIsNotPassedOn() {
        assertThat(OwnCommand.passedOn(
                        List.of(
                                "-Xms32m",
                                "-Dmlfd.runner.options=-Xms32m,-XX:MaxHeapFreeRatio=30",
                                "-XX:MaxHeapFreeRatio=30",
                                "-Xmx2g"),
                        "-Xms32m,-XX:MaxHeapFreeRatio=30"))
                .containsExactly("-Xmx2g");
    }

    @Test
    void whatTheUserNamedForAllIs() {
        assertThat(OwnCommand.passedOn(List.of("-Xms32m", "-Xmx2g", "-Xms32m"), "-Xms32m"))
                .containsExactly("-Xmx2g", "-Xms32m");
        assertThat(OwnCommand.passedOn(List.of("-Xmx2g"), "")).containsExactly("-Xmx2g");
    }
}
