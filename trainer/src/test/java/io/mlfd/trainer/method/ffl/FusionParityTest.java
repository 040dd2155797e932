package io.mlfd.trainer.method.ffl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** FFL against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_fusion_fixture.py}. */
@ExtendWith(EngineExtension.class)
class FusionParityTest {
    private static final int BATCHES = 4;
    private static final FusionLoss LOSS = new FusionLoss(3, new Ramp(3), new LabelLoss(0));

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    FusionParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("fusion", manager);
    }

    @Test
    void logitsTermsAndGradientsAreThoseOfPyTorch() {
        FusedNetwork network = network();
        LossTerms terms = Autograd.recording(() -> {
            FusedLogits logits = network.forward(images(0, manager), Mode.TRAIN);
            fixture.assertSame("shared/logits/branch-1", logits.branches().get(0), 2e-5);
            fixture.assertSame("shared/logits/branch-2", logits.branches().get(1), 2e-5);
            fixture.assertSame("shared/logits/fused", logits.fused(), 2e-5);
            LossTerms loss = LOSS.of(logits, labels(0, manager), 0);
            Autograd.backward(loss.total());
            return loss;
        });

        assertThat(terms.values(0, "").terms().keySet())
                .containsExactly(
                        "hard fused", "hard branch-1", "hard branch-2", "soft fused", "soft branch-1", "soft branch-2");
        fixture.assertGradients(network.state(), "shared/gradient/", 5e-5);
    }

    @Test
    void twentyStepsOfBothOptimisersAreThoseOfPyTorch() {
        FusedNetwork network = network();
        List<Parameter> fusion = network.fusion().parameters();
        List<Parameter> networks = new ArrayList<>(network.state().parameters());
        networks.removeAll(fusion);
        try (Optimizer ofNetworks = new Sgd(ParameterGroup.all(networks, 1e-4), 0.9, true, manager);
                Optimizer ofFusion = new Sgd(ParameterGroup.all(fusion, 1e-5), 0.9, true, manager)) {
            fixture.assertTrajectory(
                    "shared/trajectory",
                    engine,
                    (step, scope) -> Autograd.recording(() -> LOSS.of(
                            network.forward(images(step % BATCHES, scope), Mode.TRAIN),
                            labels(step % BATCHES, scope),
                            step / BATCHES)),
                    (step, scope) -> {
                        ofNetworks.step(0.05);
                        ofFusion.step(0.05);
                    },
                    2e-3);
        }
        fixture.assertState(network.state(), "shared/trained/", 5e-3);
    }

    @Test
    void mapsOfDifferentSizesAreAveragedToTheSmallest() {
        Scope scope = Scope.root(manager, 0);
        FusionModule module = new FusionModule(scope, List.of(4, 2), 3);
        scope.state().load(fixture.below("pooled/weights/"));
        List<NDArray> maps = List.of(fixture.get("pooled/maps/0"), fixture.get("pooled/maps/1"));

        fixture.assertSame("pooled/train", module.forward(maps, Mode.TRAIN), 2e-5);
        fixture.assertSame("pooled/eval", module.forward(maps, Mode.EVAL), 2e-5);
    }

    private FusedNetwork network() {
        NetworkShape shape = NetworkShapes.named("resnet8").withWidth(2);
        FusedNetwork network = new FusedNetwork(List.of(shape, shape), 3, 2, Scope.root(manager, 0));
        network.state().load(fixture.below("shared/weights/"));
        return network;
    }

    private NDArray images(int batch, NDManager scope) {
        return fixture.in(scope, "shared/batch/" + batch + "/images");
    }

    private NDArray labels(int batch, NDManager scope) {
        return fixture.in(scope, "shared/batch/" + batch + "/labels");
    }
}
