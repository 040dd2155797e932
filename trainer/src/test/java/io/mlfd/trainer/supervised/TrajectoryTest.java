package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.result.PinnedCurve;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins what 30 steps come to, from generated images through augmentation, network, loss, optimiser and schedule. */
class TrajectoryTest {
    @TempDir
    Path folder;

    @Test
    void lossesAreThoseOfTheFixture() throws IOException {
        StageOrder order = Orders.order(
                folder,
                "teacher/shapes",
                Orders.teacher(Orders.shapes(OptionalDouble.empty()), Orders.training(OptimizerName.ADAMW, 10)));
        assertThat(Runners.builtIn().run(order, StopSignal.never()).message()).isEqualTo("done");
        PinnedCurve.assertLosses(
                folder.resolve(VolumeLayout.stageFolder(order.stage(), order.planKey())), "trajectory.txt");
    }
}
