package io.mlfd.trainer.method.dml;

import io.mlfd.contract.Output;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;
import java.util.ArrayList;
import java.util.List;

/** Stage {@code online/<data set>}: the networks of a data set, trained together. */
public record TrainPeersProgram(TrainPeers work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        PeerNetworks networks = new PeerNetworks(
                work.networks().stream().map(NetworkFiles::shape).toList(), setting.classes(), setting.scope());
        ImageBatches batches = new ImageBatches(setting.data(), work.training(), setting.key());
        List<Output> tested = new ArrayList<>(work.peers());
        tested.add(work.ensemble());
        return new OnlineGroup(
                new MutualLearner(work, networks, setting.data(), batches, setting.evaluator()),
                tested,
                images -> OnlineGroup.withEnsemble(networks.forward(images, Mode.EVAL)),
                List.of(new OnlineGroup.Mean(work.meanOfPeers(), work.peers())));
    }
}
