package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.Orders;
import java.util.List;
import org.junit.jupiter.api.Test;

class JointShapeTest {
    @Test
    void anOrderOfAnUnknownNetworkIsABadOrder() {
        assertThatThrownBy(() -> JointShape.of(work(new NetworkSpec("resnet9", 4), "last")))
                .isInstanceOf(BadOrderException.class)
                .hasMessageContaining("network \"resnet9\" is unknown");
    }

    @Test
    void anOrderOfAnUnknownLevelIsABadOrder() {
        assertThatThrownBy(() -> JointShape.of(work(Orders.NETWORK, "first")))
                .isInstanceOf(BadOrderException.class)
                .hasMessage("order: levels: \"first\" is none");
    }

    private static TrainJointTeacher work(NetworkSpec network, String level) {
        DatasetWork textures = Orders.textures();
        return new TrainJointTeacher(
                List.of(new DatasetWork(textures.name(), textures.source(), network)),
                Orders.INPUT_SIZE,
                List.of(level),
                Trunk.SHARED,
                Experts.ALL,
                4,
                0,
                Orders.training(OptimizerName.SGD, 1));
    }
}
