package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.MemberArtifacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Branches and fusion, trained in one phase by two optimisers that differ in their weight decay. The best epoch is that of
 * the fused classifier.
 */
record FusionLearner(
        TrainFusion work, FusedNetwork network, LoadedDataSet data, ImageBatches batches, Evaluator evaluator)
        implements Learner {
    static final String NETWORKS = "networks";
    static final String FUSION = "fusion";

    @Override
    public StateDict state() {
        return network.state();
    }

    @Override
    public List<Optimised> optimised() {
        Training training = work.training();
        List<Parameter> fusion = network.fusion().parameters();
        Set<Parameter> ofFusion = new HashSet<>(fusion);
        List<Parameter> networks = network.state().parameters().stream()
                .filter(parameter -> !ofFusion.contains(parameter))
                .toList();
        return List.of(
                new Optimised(NETWORKS, networks, training.optimizer(), training.schedule()),
                new Optimised(
                        FUSION, fusion, training.optimizer().withDecay(work.fusionWeightDecay()), training.schedule()));
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope).arrays();
        FusedLogits logits = network.forward(batch.images(), Mode.TRAIN);
        int epoch = Math.toIntExact(step / stepsPerEpoch());
        return StepLoss.ofClassification(
                FusionLoss.of(work, batches.labelLoss()).of(logits, batch.labels(), epoch),
                logits.fused(),
                batch.labels());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(
                images -> network.forward(images, Mode.EVAL).fused(),
                work.dataset().name(),
                data);
    }

    /** The fused classifier with all that it needs, and every branch as a network of its own. */
    @Override
    public List<Artifact> artifacts() {
        List<Artifact> artifacts = new ArrayList<>();
        artifacts.add(Artifact.part(
                work.fused().id(),
                network.state(),
                "",
                FusedMetadata.of(work, data).toMap()));
        artifacts.addAll(MemberArtifacts.of(work.branches(), network.branches(), work.inputSize(), data));
        return artifacts;
    }
}
