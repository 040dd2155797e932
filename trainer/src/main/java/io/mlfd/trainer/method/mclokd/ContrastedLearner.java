package io.mlfd.trainer.method.mclokd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.MemberArtifacts;
import java.util.List;

/**
 * Branches with their heads, trained in one phase by one optimiser, and memories that follow each step. Training accuracy and
 * best epoch are those of the first branch.
 */
record ContrastedLearner(
        TrainContrastedBranches work,
        ContrastedNetwork network,
        LoadedDataSet data,
        ImageBatches batches,
        OtherClasses others,
        Evaluator evaluator)
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
        ImageBatches.Images images = batches.batch(step, scope);
        BatchArrays batch = images.arrays();
        ContrastedNetwork.Outputs outputs = network.forward(batch.images());
        List<EmbeddingMemory> memories = network.memories();
        for (int branch = 0; branch < memories.size(); branch++) {
            memories.get(branch).leave(outputs.embeddings().get(branch));
        }
        NDArray candidates = scope.create(
                others.candidates(images.indices(), step),
                new Shape(images.count(), 1L + work.contrast().negatives()));
        return StepLoss.ofClassification(
                ContrastedLoss.of(work, batches.labelLoss())
                        .of(
                                outputs,
                                memories.stream().map(EmbeddingMemory::rows).toList(),
                                candidates,
                                batch.labels()),
                outputs.logits().get(0),
                batch.labels());
    }

    /** Every memory has the batch's images from now on as its branch saw them in this step. */
    @Override
    public void stepped(long step, NDManager scope) {
        int[] batch = batches.indices(step);
        network.memories()
                .forEach(memory -> memory.takeOver(batch, work.contrast().momentum(), scope));
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(network.branches().get(0), work.dataset().name(), data);
    }

    /** Branches as networks of their own, without heads and memories. */
    @Override
    public List<Artifact> artifacts() {
        return MemberArtifacts.of(work.members(), network.branches(), work.inputSize(), data);
    }
}
