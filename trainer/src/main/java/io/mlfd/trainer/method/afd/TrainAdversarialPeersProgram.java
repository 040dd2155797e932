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
import java.util.ArrayList;
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
            return new OnlineGroup(
                    learner,
                    members,
                    images -> List.of(
                            peers.networks().get(0).forward(images, Mode.EVAL).logits()),
                    List.of());
        }
        List<Output> tested = new ArrayList<>(members);
        tested.add(work.ensemble());
        return new OnlineGroup(
                learner,
                tested,
                images -> OnlineGroup.withEnsemble(peers.logits(images, Mode.EVAL)),
                List.of(new OnlineGroup.Mean(work.meanOfPeers(), members)));
    }
}
