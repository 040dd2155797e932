package io.mlfd.trainer.method.one;

import io.mlfd.contract.Output;
import io.mlfd.contract.one.TrainGatedBranches;
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

/** Stage {@code online/<data set>}: the branches of a data set and their gate, trained together. */
public record TrainGatedBranchesProgram(TrainGatedBranches work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        GatedNetwork network = new GatedNetwork(
                NetworkFiles.shape(work.dataset().network()),
                setting.classes(),
                work.sharedStages(),
                work.branches(),
                setting.scope());
        ImageBatches batches = new ImageBatches(setting.data(), work.training(), setting.key());
        List<Output> tested = new ArrayList<>(List.of(work.gated(), work.ensemble()));
        tested.addAll(work.members());
        return new OnlineGroup(
                new GatedLearner(work, network, setting.data(), batches, setting.evaluator()),
                tested,
                images -> network.forward(images, Mode.EVAL).inOrder(),
                List.of(new OnlineGroup.Mean(work.meanOfBranches(), work.members())));
    }
}
