package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.mlfd.api.MLFDRunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image with CUDA's libraries on nodes without a GPU: it computes what the CPU's image computes, and says that it has to;
 * who insists on a GPU is told that there is none.
 */
@PartOfTheCluster
class CudaImageIT {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String NAME = "cuda";
    private static final Path FILE = Path.of("src/test/resources/cuda.yaml");
    private static final Pattern ON_THE_CPU =
            Pattern.compile("computes on the CPU, because PyTorch has no GPU here: Found no NVIDIA driver");

    @Test
    void autoTrainsOnTheCpuAndSaysSo(@TempDir Path folder) throws Exception {
        Path file = with(folder, "auto");
        LocalRun local = LocalRun.of(NAME);
        Scenario.play(scenario -> {
            StageLog logs = new StageLog(scenario.client(), scenario.namespace());
            ClusterRun run = scenario.apply(file, NAME);
            Pod training = logs.await(run, pod -> true, ON_THE_CPU, LIMIT);

            MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));

            assertThat(training.getSpec().getContainers().get(0).getImage()).isEqualTo(image());
            assertThat(ClusterRun.digests(status))
                    .as("weights of CUDA's library on a CPU and of the CPU's library, at the same thread count")
                    .isEqualTo(ClusterRun.digests(local.status()))
                    .isNotEmpty();
        });
    }

    @Test
    void cudaIsRefusedByName(@TempDir Path folder) throws Exception {
        Path file = with(folder, "cuda");
        Scenario.play(scenario -> {
            ClusterRun run = scenario.apply(file, NAME);

            MLFDRunStatus status = run.await("Failed", LIMIT, s -> ClusterRun.is(s, "Failed"));

            assertThat(ClusterRun.condition(status, "Failed").message())
                    .contains("device: cuda, but PyTorch has no GPU here: Found no NVIDIA driver");
        });
    }

    private static String image() {
        return Settings.cudaImage().orElseThrow();
    }

    private static Path with(Path folder, String device) throws Exception {
        Optional<String> image = Settings.cudaImage();
        assumeThat(image)
                .as("-Dmlfd.e2e.cuda names no image: src/e2e/run --cuda")
                .isPresent();
        String text = Files.readString(FILE);
        String pod = "  pod:\n";
        assertThat(text).contains(pod);
        return Files.writeString(
                folder.resolve("run.yaml"),
                text.replace(pod, pod + "    image: " + image.get() + "\n    device: " + device + "\n"));
    }
}
