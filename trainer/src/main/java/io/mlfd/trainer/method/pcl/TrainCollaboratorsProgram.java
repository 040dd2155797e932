package io.mlfd.trainer.method.pcl;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Output;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;
import java.util.ArrayList;
import java.util.List;

/** Stage {@code online/<data set>}: the peers of a data set, trained together; and the controls that lack a part of that. */
public record TrainCollaboratorsProgram(TrainCollaborators work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        CollaboratingPeers networks = new CollaboratingPeers(
                NetworkFiles.shape(work.dataset().network()),
                setting.classes(),
                work.peers(),
                work.sharedStages(),
                work.averageDecay(),
                setting.scope());
        ImageBatches batches = new ImageBatches(setting.data(), work.training(), setting.key(), work.views());
        CollaborativeLearner learner =
                new CollaborativeLearner(work, networks, setting.data(), batches, setting.evaluator());
        List<Output> averages = work.averagedPeers();
        if (work.variant().control().isPresent()) {
            return OnlineGroup.ofFirst(learner, averages.get(0), images -> networks.evaluateAverages(images)
                    .get(0));
        }
        List<Output> tested = new ArrayList<>(averages);
        tested.add(work.firstPeer());
        tested.add(work.ensemble());
        return new OnlineGroup(
                learner,
                tested,
                images -> inOrder(networks, images),
                List.of(new OnlineGroup.Mean(work.meanOfAveragedPeers(), averages)));
    }

    private static List<NDArray> inOrder(CollaboratingPeers networks, NDArray images) {
        List<NDArray> all = new ArrayList<>(networks.evaluateAverages(images));
        PeerLogits online = networks.evaluate(images);
        all.add(online.peers().get(0));
        all.add(online.ensemble());
        return all;
    }
}
