package io.mlfd.trainer.method.pcl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.contract.pcl.Variant;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.method.OnlineStageContractTest;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollaborativeStageTest extends OnlineStageContractTest<TrainCollaborators> {
    @Override
    protected List<TrainCollaborators> works() {
        return List.of(CollaboratorOrders.SHARED, CollaboratorOrders.APART);
    }

    @Override
    protected List<Output> members(TrainCollaborators work) {
        return work.averagedPeers();
    }

    @Override
    protected Output mean(TrainCollaborators work) {
        return work.meanOfAveragedPeers();
    }

    @Override
    protected List<Output> further(TrainCollaborators work) {
        return List.of(work.firstPeer(), work.ensemble());
    }

    @Test
    void theFirstPeerIsANetworkAndTheEnsembleIsNoneOfTheList() {
        TrainCollaborators work = CollaboratorOrders.SHARED;
        whole(work);
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            Network peer = NetworkFiles.load(
                    StoredFiles.local(),
                    weights(work, work.firstPeer()),
                    work.dataset().network(),
                    3,
                    manager);
            assertThat(peer.classes()).isEqualTo(3);
            assertThat(Safetensors.read(StoredFiles.local(), weights(work, work.ensemble()), manager))
                    .satisfies(file -> {
                        assertThat(file.metadata()).containsKey("mlfd-ensemble").doesNotContainKey("mlfd");
                        assertThat(file.tensors())
                                .containsKeys("shared.conv1.weight", "branches.2.fc.weight", "ensemble.weight")
                                .doesNotContainKey("averages.shared.conv1.weight");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Variant.class,
            names = {"WHOLE"},
            mode = EnumSource.Mode.EXCLUDE)
    void aControlLeavesAndTestsItsFirstAveragedPeerAlone(Variant variant, @TempDir Path folder) {
        TrainCollaborators work = CollaboratorOrders.work(2, 2, variant);
        StageReport report =
                Runners.builtIn().run(Orders.order(folder, "baseline/control/shapes", work), StopSignal.never());
        assertThat(report.exit()).as(report.message()).isZero();
        String id = work.outputs().get(0).id();
        assertThat(report.scores()).extracting(Score::output).containsExactly(id, id);
        assertThat(report.weights()).extracting(StageReport.Weights::output).containsOnly(id);
    }

    private Path weights(TrainCollaborators work, Output output) {
        return file(work, VolumeLayout.weights(output.id(), Selection.LAST));
    }
}
