package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.result.Metric;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;
import java.util.stream.Stream;

/** One network on the union of all data sets. Validated as it is trained: over all labels. */
record UnionLearner(
        Network network,
        LabelSpace space,
        Training training,
        UnionBatches batches,
        Evaluator evaluator,
        NetworkMetadata description)
        implements Learner {
    @Override
    public StateDict state() {
        return network.state();
    }

    @Override
    public List<Optimised> optimised() {
        return Optimised.all(network.state(), training);
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope);
        NetworkOutput output = network.forward(batch.images(), Mode.TRAIN);
        LossTerms terms = LossTerms.of(new LossTerms.Term(
                LabelLoss.HARD, 1, batches.labelLoss().crossEntropy(output.logits(), batch.labels())));
        return StepLoss.ofClassification(terms, output.logits(), batch.labels());
    }

    @Override
    public List<Validation> validate() {
        return space.blocks().stream().flatMap(this::validate).toList();
    }

    private Stream<Validation> validate(LabelSpace.Block block) {
        return block.data().validation().stream()
                .map(images -> evaluator.evaluate(network, images, block.data().statistics(), block.labels()))
                .map(evaluation -> evaluation.validation(block.dataset(), Metric.TOP1_ALL_LABELS));
    }

    @Override
    public List<Artifact> artifacts() {
        return List.of(Artifact.whole(network.state(), description.toMap()));
    }
}
