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
import java.util.ArrayList;
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
        List<Output> peers = work.peers();
        if (work.part() != Part.METHOD) {
            return new OnlineGroup(learner, peers, images -> networks.logits(images, peers.size()), List.of());
        }
        List<Output> tested = new ArrayList<>(peers);
        tested.add(work.ensemble());
        return new OnlineGroup(
                learner,
                tested,
                images -> OnlineGroup.withEnsemble(networks.logits(images, peers.size())),
                List.of(new OnlineGroup.Mean(work.meanOfPeers(), peers)));
    }
}
