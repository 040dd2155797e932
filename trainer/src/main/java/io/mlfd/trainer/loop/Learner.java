package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;

/**
 * What is trained. The loop asks for the loss of one phase after the other and does the rest: gradients, updates,
 * checkpoints, resume, model selection. A learner keeps no state beside {@link #state()}: everything else is a pure function
 * of the step.
 */
public interface Learner {
    /**
     * What is learned and saved: the parameters of all networks that are trained, and whatever else the next step depends
     * on, such as running averages or memory banks, as buffers. Frozen networks are no part of it; several networks share
     * one root scope.
     */
    StateDict state();

    /**
     * Who moves what: every parameter of {@link #state()} is moved by at least one optimiser. One that several move has a
     * state in each of them, as if the others were not there.
     */
    List<Optimised> optimised();

    int stepsPerEpoch();

    /**
     * What a step consists of, in order. Each phase begins without gradients, and its optimisers move before the next
     * phase's loss is computed; no two of them move the same parameter. One phase that moves everything, unless a learner
     * says otherwise.
     *
     * @param step from 0, over all epochs; the answer depends on nothing else
     */
    default List<Phase> phases(long step) {
        return List.of(Phase.whole(optimised()));
    }

    /**
     * The loss of one phase. Operations are recorded; what needs no gradient (a frozen teacher) is computed under {@link
     * io.mlfd.trainer.engine.Autograd#withoutRecording}. PyTorch's generator is seeded for this phase of this step.
     *
     * <p>A stop that is answered in here costs the steps since the last checkpoint, because a step that is done by half is
     * never saved: only a loss that takes long polls the stop signal.
     *
     * @param step from 0, over all epochs; decides the batch, its augmentation and everything else that is random
     * @param scope inputs, targets and results live in it; closed after the backward pass
     */
    StepLoss loss(Phase phase, long step, NDManager scope);

    /**
     * Called after the last phase of a step, without recording: running averages of weights, memory banks. A pure function
     * of the state and the step.
     *
     * @param step the one that is being finished, from 0
     * @param scope closed after the call
     */
    default void stepped(long step, NDManager scope) {}

    /**
     * Evaluates on the validation splits, never on test sets. Polls the stop signal in every batch and changes nothing.
     *
     * @return one entry per data set that has a validation split
     */
    List<Validation> validate();

    /** The networks that are left as files, at least one, each under another output. */
    List<Artifact> artifacts();
}
