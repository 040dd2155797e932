package io.mlfd.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples that ship, with few images and one epoch, from their file to their report. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("../manifests/samples");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "teacher-and-student", "helper-set"})
    void aSampleComesToItsReport(String name) throws IOException {
        String file = Files.readString(SAMPLES.resolve(name + ".yaml"))
                .replaceAll("PerClass: \\d+", "PerClass: 4")
                .replaceAll("epochs: \\d+", "epochs: 1");
        PlannedRun.of(folder, file).all();
        assertThat(folder.resolve("report/index.html")).isNotEmptyFile();
    }
}
