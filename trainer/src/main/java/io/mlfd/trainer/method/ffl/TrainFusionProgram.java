package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Output;
import io.mlfd.contract.ffl.TrainFusion;
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

/** Stage {@code online/<data set>}: the networks of a data set and their fusion, trained together. */
public record TrainFusionProgram(TrainFusion work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        FusedNetwork network = new FusedNetwork(
                work.networks().stream().map(NetworkFiles::shape).toList(),
                setting.classes(),
                work.sharedStages(),
                setting.scope());
        ImageBatches batches = new ImageBatches(setting.data(), work.training(), setting.key());
        List<Output> tested = new ArrayList<>(List.of(work.fused(), work.ensemble()));
        tested.addAll(work.branches());
        return new OnlineGroup(
                new FusionLearner(work, network, setting.data(), batches, setting.evaluator()),
                tested,
                images -> inOrder(network.forward(images, Mode.EVAL)),
                List.of(new OnlineGroup.Mean(work.meanOfBranches(), work.branches())));
    }

    private static List<NDArray> inOrder(FusedLogits logits) {
        List<NDArray> all = new ArrayList<>(List.of(logits.fused(), logits.ensemble()));
        all.addAll(logits.branches());
        return all;
    }
}
