package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are large for their pods, and experts that are larger than their students. */
@PartOfTheCluster
class LargeNetworksIT {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Test
    void resnet18At224PixelsTrainsInAPodOf2GiB() throws Exception {
        ended(Path.of("src/test/resources/large-pictures.yaml"), "large-pictures");
    }

    /** The first sample with networks of two sizes, with few images and one epoch. */
    @Test
    void aLargeTeacherWithASmallStudentComesToItsReport(@TempDir Path folder) throws Exception {
        String name = "teacher-and-student";
        String few = Files.readString(Settings.sample(name))
                .replaceAll("PerClass: \\d+", "PerClass: 8")
                .replaceAll("epochs: \\d+", "epochs: 2");
        ended(Files.writeString(folder.resolve("run.yaml"), few), name);
    }

    private static void ended(Path file, String name) throws Exception {
        Scenario.play(scenario -> {
            ClusterRun run = scenario.apply(file, name);
            MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
            assertThat(status.stages())
                    .extracting(StageStatus::attempt)
                    .as("no stage was killed for memory")
                    .containsOnly(1);
            assertThat(status.results()).isNotEmpty();
            assertThat(run.jobs()).isNotEmpty().allSatisfy(job -> assertThat(job.getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .get(0)
                            .getResources()
                            .getLimits()
                            .get("memory"))
                    .hasToString("2Gi"));
        });
    }
}
