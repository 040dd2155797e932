package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.stage.StageEnvironment;
import io.mlfd.trainer.stage.StageRunner;
import io.mlfd.trainer.stage.StopSignal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherStageTest {
    @TempDir
    Path run;

    private final List<String> lines = new ArrayList<>();
    private final StageRunner runner = new StageRunner(
            new BuiltInPrograms(), new StageEnvironment("test", Instant.now(), InstantSource.system(), lines::add));

    @Test
    void trainsToItsReport() {
        StageOrder order = Orders.order(
                run,
                "teacher/shapes",
                Orders.teacher(Orders.training(OptimizerName.ADAMW, 3), OptionalDouble.of(0.25)));
        StageReport report = runner.run(order, StopSignal.never());
        assertThat(report.exit()).as(report.message()).isZero();
        assertThat(runner.finished(order, StopSignal.never())).isPresent();
        StageReport again = runner.run(order, StopSignal.never());
        assertThat(again.reused()).isTrue();
        assertThat(again.weights()).isEqualTo(report.weights());
    }
}
