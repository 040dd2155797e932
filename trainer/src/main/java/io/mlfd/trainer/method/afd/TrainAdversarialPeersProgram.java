package io.mlfd.trainer.method.afd;

import io.mlfd.contract.Output;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;
import java.util.List;

/**
 * Stage {@code online/<data set>}, the networks of a data set, trained together; and stage {@code baseline/<control>/<data
 * set>}, the same with another exchange, of which the first network alone is measured and left.
 */
public record TrainAdversarialPeersProgram(TrainAdversarialPeers work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        AdversarialPeers peers = new AdversarialPeers(work, setting.classes(), setting.scope());
        ImageBatches batches = new ImageBatches(setting.data(), work.training(), setting.key());
        AdversarialLearner learner = new AdversarialLearner(work, peers, setting.data(), batches, setting.evaluator());
        List<Output> members = work.members();
        if (work.control().isPresent()) {
            return OnlineGroup.ofFirst(
                    learner,
                    members.get(0),
                    images -> peers.networks().get(0).forward(images, Mode.EVAL).logits());
        }
        return OnlineGroup.ofPeers(
                learner, members, work.ensemble(), work.meanOfPeers(), images -> peers.logits(images, Mode.EVAL));
    }
}
