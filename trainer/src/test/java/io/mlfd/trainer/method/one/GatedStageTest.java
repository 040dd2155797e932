package io.mlfd.trainer.method.one;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Output;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.method.OnlineStageContractTest;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatedStageTest extends OnlineStageContractTest<TrainGatedBranches> {
    @Override
    protected List<TrainGatedBranches> works() {
        return List.of(GatedOrders.TWO, GatedOrders.THREE);
    }

    @Override
    protected List<Output> members(TrainGatedBranches work) {
        return work.members();
    }

    @Override
    protected Output mean(TrainGatedBranches work) {
        return work.meanOfBranches();
    }

    @Override
    protected List<Output> further(TrainGatedBranches work) {
        return List.of(work.gated());
    }

    @Test
    void theGatedEnsembleIsNoNetworkOfTheListAndHasItsGate() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            for (TrainGatedBranches work : works()) {
                whole(work);
                Path file = file(work, VolumeLayout.weights(work.gated().id(), Selection.LAST));
                Safetensors.Contents contents = Safetensors.read(StoredFiles.local(), file, manager);
                assertThat(contents.metadata()).containsKey("mlfd-gated").doesNotContainKey("mlfd");
                assertThat(contents.tensors())
                        .containsKeys("gate.fc.weight", "gate.bn.running_mean", "branches.0.fc.weight");
            }
        }
    }
}
