package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stop.StopSignal;

class TwoMastersContractTest extends LearnerContractTest {
    TwoMastersContractTest(TorchEngine engine) {
        super(engine);
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return new TwoMasters(manager, stop);
    }
}
