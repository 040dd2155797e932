package io.mlfd.trainer.method.ffl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Output;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.method.OnlineStageContractTest;
import io.mlfd.trainer.storage.StoredFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionStageTest extends OnlineStageContractTest<TrainFusion> {
    @Override
    protected List<TrainFusion> works() {
        return List.of(FusionOrders.SHARED, FusionOrders.DIFFERENT);
    }

    @Override
    protected List<Output> members(TrainFusion work) {
        return work.branches();
    }

    @Override
    protected Output mean(TrainFusion work) {
        return work.meanOfBranches();
    }

    @Override
    protected List<Output> further(TrainFusion work) {
        return List.of(work.fused());
    }

    @Test
    void theFusedClassifierIsNoNetworkOfTheList() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            for (TrainFusion work : works()) {
                whole(work);
                assertThat(Safetensors.read(
                                        StoredFiles.local(),
                                        file(
                                                work,
                                                VolumeLayout.weights(
                                                        work.fused().id(), Selection.LAST)),
                                        manager)
                                .metadata())
                        .containsKey("mlfd-fused")
                        .doesNotContainKey("mlfd");
            }
        }
    }
}
