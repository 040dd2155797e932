package io.mlfd.trainer.method.ensemblecompression;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ensemblecompression.TrainWidths;
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
import java.util.List;

/**
 * Students and adaptors, trained in one phase by one optimiser, since the stem is everyone's. Training accuracy and best epoch
 * are those of the widest, the data set's own network, as they are of the same network alone.
 */
record WidthsLearner(
        TrainWidths work, StudentNetworks students, LoadedDataSet data, ImageBatches batches, Evaluator evaluator)
        implements Learner {
    @Override
    public StateDict state() {
        return students.state();
    }

    @Override
    public List<Optimised> optimised() {
        return Optimised.all(students.state(), work.training());
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope).arrays();
        StudentOutputs outputs = students.forward(batch.images(), Mode.TRAIN);
        return StepLoss.ofClassification(
                CompressionLoss.of(work, batches.labelLoss()).of(outputs, batch.labels()),
                outputs.logits().get(0),
                batch.labels());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(students.networks().get(0), work.dataset().name(), data);
    }

    /** Every student as a network of its own, with the stem and without adaptors. */
    @Override
    public List<Artifact> artifacts() {
        return MemberArtifacts.of(work.students(), students.networks(), work.inputSize(), data);
    }
}
