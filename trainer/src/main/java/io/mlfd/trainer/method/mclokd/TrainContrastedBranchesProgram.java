package io.mlfd.trainer.method.mclokd;

import io.mlfd.contract.Output;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;
import java.util.List;

/** Stages {@code online/<data set>} and the method's controls: the branches of a network, trained together. */
public record TrainContrastedBranchesProgram(TrainContrastedBranches work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        OtherClasses others = new OtherClasses(
                work.dataset().name(), setting.data().train(), work.contrast().negatives(), setting.key());
        int images = setting.data().train().count();
        ContrastedNetwork network = new ContrastedNetwork(
                work, setting.classes(), images, Math.min(work.training().batchSize(), images), setting.scope());
        ImageBatches batches = new ImageBatches(setting.data(), work.training(), setting.key());
        ContrastedLearner learner =
                new ContrastedLearner(work, network, setting.data(), batches, others, setting.evaluator());
        List<Output> members = work.members();
        if (work.part() != Part.METHOD) {
            return OnlineGroup.ofFirst(
                    learner, members.get(0), inputs -> network.logits(inputs).get(0));
        }
        return OnlineGroup.ofPeers(learner, members, work.meanLogits(), work.meanOfBranches(), network::logits);
    }
}
