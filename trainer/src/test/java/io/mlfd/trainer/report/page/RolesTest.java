package io.mlfd.trainer.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.trainer.stage.Orders;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RolesTest {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 1);

    @Test
    void aStageIsCalledByTheNetworkItMakesFirst() {
        TrainFusion fusion = new TrainFusion(
                Orders.shapes(OptionalDouble.empty()),
                Orders.INPUT_SIZE,
                List.of(Orders.NETWORK, Orders.NETWORK),
                0,
                3,
                1,
                0,
                TRAINING);

        assertThat(Roles.label(fusion)).isEqualTo("Fused classifier");
        assertThat(Roles.made(fusion)).isEqualTo("Fused classifier and 4 more");
    }

    @Test
    void whatMakesOneNetworkOrNoneIsCalledByIt() {
        assertThat(Roles.made(Orders.teacher(Orders.textures(), TRAINING))).isEqualTo("Teacher");
        assertThat(Roles.made(Orders.reportWork(List.of(Orders.textures())))).isEqualTo("report");
    }
}
