package io.mlfd.trainer.method.mcl;

import io.mlfd.contract.Output;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.contract.mcl.TrainContrastingPeers.Part;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;
import java.util.List;

/** Stages {@code online/<data set>} and the method's controls: the networks of a data set, trained together. */
public record TrainContrastingPeersProgram(TrainContrastingPeers work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        ImageBatches batches =
                ImageBatches.ofPairs(work.dataset().name(), setting.data(), work.training(), setting.key());
        ContrastingNetworks networks = new ContrastingNetworks(
                work.networks().stream().map(NetworkFiles::shape).toList(),
                setting.classes(),
                work.contrast().embeddingSize(),
                setting.scope());
        ContrastingLearner learner =
                new ContrastingLearner(work, networks, setting.data(), batches, setting.evaluator());
        List<Output> members = work.members();
        if (work.part() != Part.METHOD) {
            return OnlineGroup.ofFirst(learner, members.get(0), images -> networks.logits(images, 1)
                    .get(0));
        }
        return OnlineGroup.ofPeers(
                learner,
                members,
                work.ensemble(),
                work.meanOfPeers(),
                images -> networks.logits(images, members.size()));
    }
}
