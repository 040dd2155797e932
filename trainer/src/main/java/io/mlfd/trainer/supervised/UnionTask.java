package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.result.Metric;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loop.TrainingTask;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One network on the union of all data sets. Validated as it is trained: over all labels. */
record UnionTask(
        Network network,
        LabelSpace space,
        UnionBatches batches,
        double labelSmoothing,
        Evaluator evaluator,
        NetworkMetadata description)
        implements TrainingTask {
    @Override
    public StateDict state() {
        return network.state();
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope);
        NetworkOutput output = network.forward(batch.images(), Mode.TRAIN);
        LossTerms terms = LossTerms.of(new LossTerms.Term(
                LabelLoss.HARD, 1, Losses.crossEntropy(output.logits(), batch.labels(), labelSmoothing)));
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
    public Map<String, String> metadata() {
        return description.toMap();
    }
}
