package io.mlfd.trainer.method.dml;

import io.mlfd.contract.Output;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.trainer.method.OnlineStageContractTest;
import java.util.List;

class MutualStageTest extends OnlineStageContractTest<TrainPeers> {
    @Override
    protected List<TrainPeers> works() {
        return List.of(PeerOrders.ALIKE, PeerOrders.DIFFERENT);
    }

    @Override
    protected List<Output> members(TrainPeers work) {
        return work.peers();
    }

    @Override
    protected Output mean(TrainPeers work) {
        return work.meanOfPeers();
    }

    @Override
    protected List<Output> further(TrainPeers work) {
        return List.of();
    }
}
