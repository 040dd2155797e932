package io.mlfd.trainer.method.one;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.MemberArtifacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Branches and gate, trained in one phase by one optimiser. Training accuracy and best epoch are those of the first branch,
 * the network that is compared with the one alone.
 */
record GatedLearner(
        TrainGatedBranches work, GatedNetwork network, LoadedDataSet data, ImageBatches batches, Evaluator evaluator)
        implements Learner {
    @Override
    public StateDict state() {
        return network.state();
    }

    @Override
    public List<Optimised> optimised() {
        return Optimised.all(network.state(), work.training());
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope).arrays();
        GatedLogits logits = network.forward(batch.images(), Mode.TRAIN);
        int epoch = Math.toIntExact(step / stepsPerEpoch());
        return StepLoss.ofClassification(
                GatedLoss.of(work, batches.labelLoss()).of(logits, batch.labels(), epoch),
                first(logits),
                batch.labels());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(
                images -> first(network.forward(images, Mode.EVAL)),
                work.dataset().name(),
                data);
    }

    private static NDArray first(GatedLogits logits) {
        return logits.branches().get(0);
    }

    /** The gated ensemble with all that it needs, and every branch as a network of its own. */
    @Override
    public List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>();
        artifacts.add(Artifact.part(
                work.gated().id(),
                network.state(),
                "",
                GatedMetadata.of(work, data).toMap()));
        artifacts.addAll(MemberArtifacts.of(work.members(), network.branches(), work.inputSize(), data));
        return artifacts;
    }
}
