package io.mlfd.trainer.method.dml;

import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;

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
        return OnlineGroup.ofPeers(
                new MutualLearner(work, networks, setting.data(), batches, setting.evaluator()),
                work.peers(),
                work.ensemble(),
                work.meanOfPeers(),
                images -> networks.forward(images, Mode.EVAL));
    }
}
