package io.mlfd.trainer.method.dml;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.OnCpu;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** DML against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_mutual_fixture.py}. */
@ExtendWith(EngineExtension.class)
class MutualParityTest {
    private static final int BATCHES = 4;
    private static final MutualLoss LOSS = new MutualLoss(2, 0.5, new LabelLoss(0));

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    MutualParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("mutual", manager);
    }

    @Test
    void logitsTermsAndGradientsAreThoseOfPyTorch() {
        PeerNetworks networks = networks();
        LossTerms terms = Autograd.recording(() -> {
            List<NDArray> logits = networks.forward(fixture.in(manager, "batch/0/images"), Mode.TRAIN);
            for (int peer = 0; peer < logits.size(); peer++) {
                fixture.assertSame("logits/" + peer, logits.get(peer), 2e-5);
            }
            LossTerms loss = LOSS.of(logits, fixture.in(manager, "batch/0/labels"));
            Autograd.backward(loss.total());
            return loss;
        });

        fixture.assertTerms("terms", terms, 2e-5);
        fixture.assertGradients(networks.state(), "gradient/", 5e-5);
    }

    @Test
    @OnCpu
    void twentyStepsOfAnOptimiserAPeerAreThoseOfPyTorch() {
        PeerNetworks networks = networks();
        List<Optimizer> optimisers = new ArrayList<>();
        for (Network peer : networks.peers()) {
            optimisers.add(new Sgd(ParameterGroup.all(peer.state().parameters(), 5e-4), 0.9, true, manager));
        }
        fixture.assertTrajectory(
                "trajectory",
                engine,
                (step, scope) -> {
                    String batch = "batch/" + step % BATCHES;
                    return Autograd.recording(() -> LOSS.of(
                            networks.forward(fixture.in(scope, batch + "/images"), Mode.TRAIN),
                            fixture.in(scope, batch + "/labels")));
                },
                (step, scope) -> optimisers.forEach(optimiser -> optimiser.step(0.05)),
                2e-3);
        optimisers.forEach(Optimizer::close);
        fixture.assertState(networks.state(), "trained/", 5e-3);
    }

    private PeerNetworks networks() {
        PeerNetworks networks = new PeerNetworks(
                List.of(
                        NetworkShapes.named("resnet8").withWidth(2),
                        NetworkShapes.named("resnet8").withWidth(3),
                        NetworkShapes.named("resnet14").withWidth(2)),
                3,
                Scope.root(manager, 0));
        networks.state().load(fixture.below("weights/"));
        return networks;
    }
}
