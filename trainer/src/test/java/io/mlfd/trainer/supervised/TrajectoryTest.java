package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.StageEnvironment;
import io.mlfd.trainer.stage.StageRunner;
import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pins what 30 steps come to, from generated images through augmentation, network, loss, optimiser and schedule. Whoever
 * changes the numbers on purpose raises the numerics version and replaces the fixture. The tolerance is for other CPUs.
 */
class TrajectoryTest {
    private static final double TOLERANCE = 2e-3;

    @TempDir
    Path folder;

    @Test
    void lossesAreThoseOfTheFixture() throws IOException {
        StageOrder order = Orders.order(
                folder,
                "teacher/shapes",
                Orders.teacher(Orders.shapes(OptionalDouble.empty()), Orders.training(OptimizerName.ADAMW, 10)));
        StageRunner runner = new StageRunner(
                new BuiltInPrograms(), new StageEnvironment("test", Instant.EPOCH, InstantSource.system(), line -> {}));
        assertThat(runner.run(order, StopSignal.never()).message()).isEqualTo("done");
        Path result = folder.resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()))
                .resolve(VolumeLayout.RESULT);
        List<StageResult.Epoch> curve = new ContractJson()
                .read(Files.readString(result), StageResult.class)
                .curve();

        List<Double> expected = fixture();
        String seen = String.join(
                "\n",
                curve.stream()
                        .map(epoch -> String.format(Locale.ROOT, "%.6f", epoch.loss()))
                        .toList());
        assertThat(curve).as("losses:%n%s", seen).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(curve.get(i).loss())
                    .as("epoch %d of losses%n%s", i + 1, seen)
                    .isCloseTo(expected.get(i), within(TOLERANCE));
        }
    }

    private static List<Double> fixture() throws IOException {
        try (InputStream in = TrajectoryTest.class.getResourceAsStream("/fixtures/trajectory.txt")) {
            assertThat(in).as("fixtures/trajectory.txt").isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Double::valueOf)
                    .toList();
        }
    }
}
