package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.method.PlannedRun;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What students and their controls start from. At a rate that moves nothing they stay what they started from. */
class StudentStartStagesTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: small}
            spec:
              datasets:
                - name: glyphs
                  source: {generated: {kind: glyphs}, trainPerClass: 4, testPerClass: 2}
                  model: {name: resnet8, width: 3}
                  student: {none: true}
                - name: shapes
                  source: {generated: {kind: shapes}, trainPerClass: 6, testPerClass: 3}
                  model: {name: resnet8, width: 2}
                  teacher: {model: {name: resnet8, width: 3}}
                  student: {%s, training: {optimizer: {name: SGD, learningRate: 1e-30, weightDecay: 0, momentum: 0}}}
              input: {size: 16}
              training: {epochs: 1, batchSize: 7, optimizer: {name: SGD, learningRate: 0.02}}
              method: {mlfd: {levels: [last], joint: {adaptorWidth: 4}}}
              baselines: [OwnTeacher, Alone]
            """;
    private static final String[] STUDENTS = {"distill/shapes", "baseline/own-teacher/shapes", "baseline/alone/shapes"};
    /** Of shapes, behind those of glyphs in the union. */
    private static final int CLASSES = 6;

    @TempDir
    private Path folder;

    private PlannedRun run(String init) {
        PlannedRun run =
                PlannedRun.of(folder.resolve("run"), FILE.formatted(init), Map.of("shapes", folder.toString()));
        run.done("teacher/glyphs");
        run.done("teacher/shapes");
        return run;
    }

    /** The union network asked for the data set's own classes: all of it, and of its classifier their rows. */
    @Test
    void aStartFromTheUnionNetworkIsThatNetworkAskedForItsOwnClasses() {
        PlannedRun run = run("init: Union");
        run.done("baseline/joint/resnet8-2");
        run.done("joint");
        Map<String, float[]> union = learned(run.weights("baseline/joint/resnet8-2", Selection.BEST));
        for (String stage : STUDENTS) {
            run.done(stage);
            Map<String, float[]> student = learned(run.weights(stage, Selection.LAST));
            assertThat(student.keySet()).isEqualTo(union.keySet());
            student.forEach((name, values) -> {
                float[] all = union.get(name);
                if (name.startsWith("fc.")) {
                    assertThat(values).as(name).hasSizeLessThan(all.length);
                }
                float[] last = Arrays.copyOfRange(all, all.length - values.length, all.length);
                assertThat(values).as(stage + " " + name).containsExactly(last, offset(1e-7f));
            });
            assertThat(student.get("fc.bias")).hasSize(CLASSES);
        }
    }

    @Test
    void aStartFromAFileHasANewClassifier() throws IOException {
        Map<String, float[]> given = file(9);
        PlannedRun run = run("init: File, file: {path: start.safetensors}");
        run.done("joint");
        Map<String, float[]> first = new TreeMap<>();
        for (String stage : STUDENTS) {
            run.done(stage);
            Map<String, float[]> student = learned(run.weights(stage, Selection.LAST));
            student.forEach((name, values) -> {
                if (name.startsWith("fc.")) {
                    // Random, and the same for all that are compared in pairs.
                    first.putIfAbsent(name, values);
                    assertThat(values).as(stage + " " + name).containsExactly(first.get(name), offset(1e-7f));
                } else {
                    assertThat(values).as(stage + " " + name).containsExactly(given.get(name), offset(1e-7f));
                }
            });
            assertThat(student.get("fc.bias")).hasSize(CLASSES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"distill/shapes", "baseline/alone/shapes"})
    void aFileOfAnotherNetworkIsRefused(String stage) throws IOException {
        file(4);
        PlannedRun run = run("init: File, file: {path: start.safetensors}");
        run.done("joint");
        Files.write(folder.resolve("start.safetensors"), new byte[] {1, 2, 3});
        StageReport report = run.run(stage, StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains("start.safetensors");
    }

    private Map<String, float[]> file(int classes) throws IOException {
        Path file = folder.resolve("start.safetensors");
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.manager().newSubManager()) {
            new WholeFiles(Disk.local())
                    .write(
                            file,
                            Safetensors.content(
                                    Networks.build(
                                                    NetworkShapes.named("resnet8")
                                                            .withWidth(2),
                                                    classes,
                                                    Scope.root(manager, 1))
                                            .state()
                                            .tensors(),
                                    Map.of("format", "pt")));
        }
        return learned(file);
    }

    private static Map<String, float[]> learned(Path file) {
        Map<String, float[]> values = new TreeMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            Safetensors.read(StoredFiles.local(), file, manager, name -> !name.contains("running_"))
                    .tensors()
                    .forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
        }
        return values;
    }
}
