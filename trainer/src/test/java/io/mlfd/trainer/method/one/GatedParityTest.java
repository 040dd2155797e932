package io.mlfd.trainer.method.one;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.supervised.LabelLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** ONE against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_gated_fixture.py}. */
@ExtendWith(EngineExtension.class)
class GatedParityTest {
    private static final int BATCHES = 4;
    private static final GatedLoss LOSS = new GatedLoss(3, new Ramp(3), new LabelLoss(0));

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    GatedParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("gated", manager);
    }

    @Test
    void logitsTermsAndGradientsAreThoseOfPyTorch() {
        GatedNetwork network = network();
        LossTerms terms = Autograd.recording(() -> {
            GatedLogits logits = network.forward(images(0, manager), Mode.TRAIN);
            fixture.assertSame("logits/branch-1", logits.branches().get(0), 2e-5);
            fixture.assertSame("logits/branch-2", logits.branches().get(1), 2e-5);
            fixture.assertSame("logits/gated", logits.gated(), 2e-5);
            LossTerms loss = LOSS.of(logits, labels(0, manager), 0);
            Autograd.backward(loss.total());
            return loss;
        });

        assertThat(terms.values(0, "").terms().keySet())
                .containsExactly("hard gated", "hard branch-1", "hard branch-2", "soft branch-1", "soft branch-2");
        fixture.assertGradients(network.state(), "gradient/", 5e-5);
    }

    @Test
    void twentyStepsAreThoseOfPyTorch() {
        GatedNetwork network = network();
        try (Optimizer optimizer =
                new Sgd(ParameterGroup.all(network.state().parameters(), 1e-4), 0.9, true, manager)) {
            fixture.assertTrajectory(
                    "trajectory",
                    engine,
                    (step, scope) -> Autograd.recording(() -> LOSS.of(
                            network.forward(images(step % BATCHES, scope), Mode.TRAIN),
                            labels(step % BATCHES, scope),
                            step / BATCHES)),
                    (step, scope) -> optimizer.step(0.05),
                    2e-3);
        }
        fixture.assertState(network.state(), "trained/", 5e-3);
    }

    private GatedNetwork network() {
        GatedNetwork network =
                new GatedNetwork(NetworkShapes.named("resnet8").withWidth(2), 3, 2, 2, Scope.root(manager, 0));
        network.state().load(fixture.below("weights/"));
        return network;
    }

    private NDArray images(int batch, NDManager scope) {
        return fixture.in(scope, "batch/" + batch + "/images");
    }

    private NDArray labels(int batch, NDManager scope) {
        return fixture.in(scope, "batch/" + batch + "/labels");
    }
}
