package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stop.StopSignal;

class DuelContractTest extends LearnerContractTest {
    DuelContractTest(TorchEngine engine) {
        super(engine);
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return new Duel(manager, stop);
    }
}
