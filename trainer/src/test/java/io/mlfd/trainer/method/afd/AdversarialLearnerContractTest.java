package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.afd.Exchange;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.LearnerContractTest;
import io.mlfd.trainer.stop.StopSignal;

/** Three phases: logits, discriminators, generators. */
class AdversarialLearnerContractTest extends LearnerContractTest {
    private static final TrainAdversarialPeers WORK =
            AdversarialOrders.work(Exchange.ADVERSARIAL_RING, AdversarialOrders.SMALL, AdversarialOrders.NARROW);

    AdversarialLearnerContractTest(TorchEngine engine) {
        super(engine);
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return AdversarialOrders.learner(WORK, engine, manager, stop);
    }
}
