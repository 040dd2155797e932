package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.LearnerContractTest;
import io.mlfd.trainer.stop.StopSignal;

class FeedLearnerContractTest extends LearnerContractTest {
    private final FeedLearners learners = new FeedLearners();

    FeedLearnerContractTest(TorchEngine engine) {
        super(engine);
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return learners.twoTeachers(engine, manager, stop);
    }
}
