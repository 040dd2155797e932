package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;

/** A learner that is watched or disturbed on its way. */
class ForwardingLearner implements Learner {
    private final Learner learner;

    ForwardingLearner(Learner learner) {
        this.learner = learner;
    }

    @Override
    public StateDict state() {
        return learner.state();
    }

    @Override
    public List<Optimised> optimised() {
        return learner.optimised();
    }

    @Override
    public int stepsPerEpoch() {
        return learner.stepsPerEpoch();
    }

    @Override
    public List<Phase> phases(long step) {
        return learner.phases(step);
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        return learner.loss(phase, step, scope);
    }

    @Override
    public void stepped(long step, NDManager scope) {
        learner.stepped(step, scope);
    }

    @Override
    public List<Validation> validate() {
        return learner.validate();
    }

    @Override
    public List<Artifact> artifacts() {
        return learner.artifacts();
    }
}
