package io.mlfd.trainer.method.ensemblecompression;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.LossWeights;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.supervised.LabelLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Online ensemble compression against the same equations in PyTorch; the file is made by {@code
 * trainer/src/test/python/make_compression_fixture.py}.
 */
@ExtendWith(EngineExtension.class)
class CompressionParityTest {
    private static final int BATCHES = 4;
    private static final CompressionLoss LOSS =
            new CompressionLoss(2, new LossWeights(0.15, 0.15, 0.7), new LabelLoss(0));

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    CompressionParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("compression", manager);
    }

    @Test
    void logitsTermsAndGradientsAreThoseOfPyTorch() {
        StudentNetworks students = students();
        LossTerms terms = Autograd.recording(() -> {
            StudentOutputs outputs = students.forward(fixture.in(manager, "batch/0/images"), Mode.TRAIN);
            for (int student = 0; student < 3; student++) {
                fixture.assertSame("logits/" + student, outputs.logits().get(student), 2e-5);
            }
            LossTerms loss = LOSS.of(outputs, fixture.in(manager, "batch/0/labels"));
            Autograd.backward(loss.total());
            return loss;
        });

        fixture.assertTerms("terms", terms, 2e-5);
        fixture.assertGradients(students.state(), "gradient/", 5e-5);
    }

    @Test
    void twentyStepsAreThoseOfPyTorch() {
        StudentNetworks students = students();
        try (Optimizer optimiser =
                new Sgd(ParameterGroup.all(students.state().parameters(), 5e-4), 0.9, true, manager)) {
            fixture.assertTrajectory(
                    "trajectory",
                    engine,
                    (step, scope) -> {
                        String batch = "batch/" + step % BATCHES;
                        return Autograd.recording(() -> LOSS.of(
                                students.forward(fixture.in(scope, batch + "/images"), Mode.TRAIN),
                                fixture.in(scope, batch + "/labels")));
                    },
                    (step, scope) -> optimiser.step(0.05),
                    2e-3);
        }
        fixture.assertState(students.state(), "trained/", 5e-3);
    }

    private StudentNetworks students() {
        StudentNetworks students = new StudentNetworks(WidthOrders.shapes(4, 3, 2), 3, Scope.root(manager, 0));
        students.state().load(fixture.below("weights/"));
        return students;
    }
}
