package io.mlfd.trainer.method.mclokd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Ensemble;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
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
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MCL-OKD against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_contrast_fixture.py}. */
@ExtendWith(EngineExtension.class)
class ContrastedParityTest {
    private static final int BATCHES = 4;
    private static final Contrast CONTRAST = new Contrast(0.05, 7, 0.2, 0.6, 5);
    private static final ContrastedLoss LOSS = new ContrastedLoss(new Ensemble(0.8, 3), CONTRAST, new LabelLoss(0));

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    ContrastedParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("contrast", manager);
    }

    @Test
    void logitsEmbeddingsTermsAndGradientsAreThoseOfPyTorch() {
        ContrastedNetwork network = network();
        LossTerms terms = Autograd.recording(() -> {
            ContrastedNetwork.Outputs outputs = network.forward(fixture.in(manager, "batch/0/images"));
            for (int branch = 0; branch < 3; branch++) {
                fixture.assertSame("logits/" + branch, outputs.logits().get(branch), 2e-5);
                fixture.assertSame("embeddings/" + branch, outputs.embeddings().get(branch), 2e-5);
            }
            LossTerms loss = loss(network, outputs, 0, manager);
            Autograd.backward(loss.total());
            return loss;
        });

        fixture.assertTerms("terms", terms, 5e-5);
        fixture.assertGradients(network.state(), "gradient/", 5e-5);
    }

    @Test
    void twentyStepsWithTheirMemoriesAreThoseOfPyTorch() {
        ContrastedNetwork network = network();
        try (Optimizer optimiser =
                new Sgd(ParameterGroup.all(network.state().parameters(), 5e-4), 0.9, true, manager)) {
            fixture.assertTrajectory(
                    "trajectory",
                    engine,
                    (step, scope) -> {
                        NDArray images = fixture.in(scope, "batch/" + step % BATCHES + "/images");
                        return Autograd.recording(() -> {
                            ContrastedNetwork.Outputs outputs = network.forward(images);
                            for (int branch = 0; branch < 3; branch++) {
                                network.memories()
                                        .get(branch)
                                        .leave(outputs.embeddings().get(branch));
                            }
                            return loss(network, outputs, step, scope);
                        });
                    },
                    (step, scope) -> {
                        optimiser.step(0.05);
                        int[] batch = Arrays.stream(fixture.get("batch/" + step % BATCHES + "/indices")
                                        .toLongArray())
                                .mapToInt(Math::toIntExact)
                                .toArray();
                        network.memories().forEach(memory -> memory.takeOver(batch, CONTRAST.momentum(), scope));
                    },
                    5e-3);
        }
        fixture.assertState(network.state(), "trained/", 5e-3);
    }

    private LossTerms loss(ContrastedNetwork network, ContrastedNetwork.Outputs outputs, int step, NDManager scope) {
        return LOSS.of(
                outputs,
                network.memories().stream().map(EmbeddingMemory::rows).toList(),
                fixture.in(scope, "candidates/" + step),
                fixture.in(scope, "batch/" + step % BATCHES + "/labels"));
    }

    private ContrastedNetwork network() {
        TrainContrastedBranches work = ContrastedOrders.work(3, 1, CONTRAST, Part.METHOD);
        ContrastedNetwork network = new ContrastedNetwork(work, 3, 24, 6, Scope.root(manager, 0));
        network.state().load(fixture.below("weights/"));
        return network;
    }
}
