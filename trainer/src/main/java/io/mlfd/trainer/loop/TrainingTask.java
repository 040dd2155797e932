package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;
import java.util.Map;

/**
 * What is trained. The loop asks for one step's loss after the other and does the rest: gradients, updates, checkpoints,
 * resume, model selection. A task keeps no state beside {@link #state()}: everything else is a pure function of the step.
 */
public interface TrainingTask {
    /** What is learned and saved. Frozen networks are no part of it; several networks share one root scope. */
    StateDict state();

    int stepsPerEpoch();

    /**
     * The loss of one step. Operations are recorded; what needs no gradient (a frozen teacher) is computed under {@link
     * io.mlfd.trainer.engine.Autograd#withoutRecording}. PyTorch's generator is seeded for this step.
     *
     * @param step from 0, over all epochs; decides the batch, its augmentation and everything else that is random
     * @param scope inputs, targets and results live in it; closed after the update
     */
    StepLoss loss(long step, NDManager scope);

    /**
     * Evaluates on the validation splits, never on test sets. Polls the stop signal in every batch and changes nothing.
     *
     * @return one entry per data set that has a validation split
     */
    List<Validation> validate();

    /** Free text that is saved with the weights; equal in every run of the same work. */
    Map<String, String> metadata();
}
