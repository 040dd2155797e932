package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The paraphraser on a frozen teacher's maps: mean absolute error of the maps as they are, without labels. It is judged by
 * what the teacher says when it goes on from the reconstructed maps.
 */
record ParaphraserLearner(
        Paraphraser paraphraser,
        FrozenTeacher teacher,
        String dataset,
        LoadedDataSet data,
        Training training,
        ImageBatches batches,
        Evaluator evaluator)
        implements Learner {
    private static final String RECONSTRUCTION = "reconstruction";

    @Override
    public StateDict state() {
        return paraphraser.state();
    }

    @Override
    public List<Optimised> optimised() {
        return Optimised.all(state(), training);
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        ImageBatches.Images batch = batches.batch(step, scope);
        NDArray maps = teacher.of(batch.arrays().images());
        NDArray error = Losses.meanAbsoluteError(paraphraser.reconstruct(maps, Mode.TRAIN), maps);
        return new StepLoss(
                LossTerms.of(new LossTerms.Term(RECONSTRUCTION, 1, error)), batch.count(), OptionalInt.empty());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(this::logits, dataset, data);
    }

    /** What the teacher says when it goes on from its maps as the paraphraser gives them again, (N, K). */
    NDArray logits(NDArray images) {
        return teacher.logitsFrom(paraphraser.reconstruct(teacher.of(images), Mode.EVAL));
    }

    @Override
    public List<Artifact> artifacts() {
        return List.of(Artifact.whole(state(), Map.of("format", "pt", "network", "paraphraser")));
    }
}
