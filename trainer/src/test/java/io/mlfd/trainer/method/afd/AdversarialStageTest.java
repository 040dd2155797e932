package io.mlfd.trainer.method.afd;

import io.mlfd.contract.Output;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.method.OnlineStageContractTest;
import java.util.List;

class AdversarialStageTest extends OnlineStageContractTest<TrainAdversarialPeers> {
    @Override
    protected List<TrainAdversarialPeers> works() {
        return List.of(AdversarialOrders.ALIKE, AdversarialOrders.DIFFERENT);
    }

    @Override
    protected List<Output> members(TrainAdversarialPeers work) {
        return work.members();
    }

    @Override
    protected Output mean(TrainAdversarialPeers work) {
        return work.meanOfPeers();
    }

    @Override
    protected List<Output> further(TrainAdversarialPeers work) {
        return List.of();
    }
}
