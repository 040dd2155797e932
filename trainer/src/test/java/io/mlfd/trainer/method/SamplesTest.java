package io.mlfd.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of MLFD that need no images, with few of them and one epoch, from their file to their report. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("../manifests/samples");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "teacher-and-student",
                "helper-set",
                "given-weights",
                "families",
                "union-expert",
                "two-experts"
            })
    void aSampleComesToItsReport(String name) throws IOException {
        String file = Files.readString(SAMPLES.resolve(name + ".yaml"))
                .replaceAll("PerClass: \\d+", "PerClass: 4")
                .replaceAll("epochs: \\d+", "epochs: 1");
        Path data = folder.resolve("data");
        standIn(data.resolve("weights/shapes.safetensors"), 3);
        standIn(data.resolve("weights/pretrained.safetensors"), 1000);
        PlannedRun.of(
                        folder.resolve("run"),
                        file,
                        Map.of("shapes", data.toString(), "textures", data.toString(), "glyphs", data.toString()))
                .all();
        assertThat(folder.resolve("run/report/index.html")).isNotEmptyFile();
    }

    /** Weights as another program leaves them: tensors by name and not a word about them. */
    private static void standIn(Path file, int classes) throws IOException {
        Files.createDirectories(file.getParent());
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.manager().newSubManager()) {
            new WholeFiles(Disk.local())
                    .write(
                            file,
                            Safetensors.content(
                                    Networks.build(
                                                    NetworkShapes.named("resnet8")
                                                            .withWidth(8),
                                                    classes,
                                                    Scope.root(manager, 1))
                                            .state()
                                            .tensors(),
                                    Map.of("format", "pt")));
        }
    }
}
