package io.mlfd.trainer.method.mcl;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.mcl.TrainContrastingPeers.Contrast;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MCL against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_pair_contrast_fixture.py}. */
@ExtendWith(EngineExtension.class)
class ContrastingParityTest {
    private static final int BATCHES = 4;
    private static final MutualContrast LOSS =
            new MutualContrast(new Contrast(ContrastingOrders.WEIGHTS, 0.2, 3, 5), new LabelLoss(0));

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    ContrastingParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("pair-contrast", manager);
    }

    @Test
    void logitsEmbeddingsTermsAndGradientsAreThoseOfPyTorch() {
        ContrastingNetworks networks = networks();
        LossTerms terms = Autograd.recording(() -> {
            ContrastingNetworks.Outputs outputs = networks.forward(fixture.in(manager, "batch/0/images"));
            for (int peer = 0; peer < 3; peer++) {
                fixture.assertSame("logits/" + peer, outputs.logits().get(peer), 2e-5);
                fixture.assertSame("embeddings/" + peer, outputs.embeddings().get(peer), 2e-5);
            }
            LossTerms loss = LOSS.of(outputs, fixture.in(manager, "batch/0/labels"));
            Autograd.backward(loss.total());
            return loss;
        });

        fixture.assertTerms("terms", terms, 5e-5);
        fixture.assertGradients(networks.state(), "gradient/", 1e-4);
    }

    @Test
    void twentyStepsAreThoseOfPyTorch() {
        ContrastingNetworks networks = networks();
        try (Optimizer optimiser =
                new Sgd(ParameterGroup.all(networks.state().parameters(), 5e-4), 0.9, true, manager)) {
            fixture.assertTrajectory(
                    "trajectory",
                    engine,
                    (step, scope) -> {
                        String batch = "batch/" + step % BATCHES;
                        return Autograd.recording(() -> LOSS.of(
                                networks.forward(fixture.in(scope, batch + "/images")),
                                fixture.in(scope, batch + "/labels")));
                    },
                    (step, scope) -> optimiser.step(0.05),
                    5e-3);
        }
        fixture.assertState(networks.state(), "trained/", 5e-3);
    }

    private ContrastingNetworks networks() {
        ContrastingNetworks networks = new ContrastingNetworks(
                List.of(
                        NetworkShapes.named("resnet8").withWidth(2),
                        NetworkShapes.named("resnet8").withWidth(3),
                        NetworkShapes.named("resnet8").withWidth(2)),
                3,
                5,
                Scope.root(manager, 0));
        networks.state().load(fixture.below("weights/"));
        return networks;
    }
}
