package io.mlfd.trainer.method.ensemblecompression;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.method.OnlineStageContractTest;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WidthsStageTest extends OnlineStageContractTest<TrainWidths> {
    @TempDir
    private Path elsewhere;

    @Override
    protected List<TrainWidths> works() {
        return List.of(WidthOrders.TWO, WidthOrders.THREE);
    }

    @Override
    protected List<Output> members(TrainWidths work) {
        return work.students();
    }

    @Override
    protected Output mean(TrainWidths work) {
        return work.meanOfStudents();
    }

    @Override
    protected List<Output> further(TrainWidths work) {
        return List.of();
    }

    @Test
    void aNarrowStudentCanBeGivenAsAnExpert() {
        StageReport trained = whole(WidthOrders.TWO);
        Output narrow = WidthOrders.TWO.students().get(1);
        Path file = file(WidthOrders.TWO, VolumeLayout.weights(narrow.id(), Selection.LAST));
        DatasetWork shapes = Orders.shapes(OptionalDouble.of(0.25));
        TakeTeacher work = new TakeTeacher(
                new DatasetWork(shapes.name(), shapes.source(), narrow.network().orElseThrow()),
                Orders.INPUT_SIZE,
                file.getFileName().toString());

        Map<String, String> data = Map.of("shapes", file.getParent().toString());
        StageReport taken = Runners.builtIn()
                .run(Orders.order(elsewhere, "teacher/shapes", work, List.of(), data), StopSignal.never());

        assertThat(taken.exit()).as(taken.message()).isZero();
        assertThat(last(taken, Output.ONLY)).isEqualTo(last(trained, narrow.id()));
    }

    @Test
    void everyStudentHasTheSameStemAndNoAdaptor() {
        TrainWidths work = WidthOrders.THREE;
        whole(work);
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            List<Safetensors.Contents> files = work.students().stream()
                    .map(student -> file(work, VolumeLayout.weights(student.id(), Selection.LAST)))
                    .map(file -> Safetensors.read(StoredFiles.local(), file, manager))
                    .toList();
            for (String stem : List.of("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean")) {
                float[] first = files.get(0).tensors().get(stem).toFloatArray();
                assertThat(files)
                        .allSatisfy(file -> assertThat(file.tensors().get(stem).toFloatArray())
                                .isEqualTo(first));
            }
            assertThat(files).allSatisfy(file -> assertThat(file.tensors().keySet())
                    .allMatch(name -> name.matches("(conv1|bn1|layer[123]|fc)[.].*")));
        }
    }

    private static double last(StageReport report, String output) {
        return report.scores().stream()
                .filter(score -> score.output().equals(output) && score.selection() == Selection.LAST)
                .mapToDouble(Score::value)
                .findFirst()
                .orElseThrow();
    }
}
