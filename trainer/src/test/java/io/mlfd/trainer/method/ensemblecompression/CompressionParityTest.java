package io.mlfd.trainer.method.ensemblecompression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Online ensemble compression against the same equations in PyTorch; the file is made by {@code
 * trainer/src/test/python/make_compression_fixture.py}.
 */
@ExtendWith(EngineExtension.class)
class CompressionParityTest {
    private static final int BATCHES = 4;
    private static final CompressionLoss LOSS = new CompressionLoss(2, new LossWeights(0.15, 0.15, 0.7), 0);

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

        List<Float> values = List.copyOf(terms.values(0, "").terms().values());
        float[] expected = fixture.get("terms").toFloatArray();
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(values.get(i)).as("term %d", i).isCloseTo(expected[i], within(2e-5f));
        }
        fixture.assertGradients(students.state(), "gradient/", 5e-5);
    }

    @Test
    void twentyStepsAreThoseOfPyTorch() {
        StudentNetworks students = students();
        Optimizer optimiser = new Sgd(ParameterGroup.all(students.state().parameters(), 5e-4), 0.9, true, manager);
        float[] expected = fixture.get("trajectory").toFloatArray();
        int at = 0;
        for (int step = 0; step < 20; step++) {
            try (NDManager scope = engine.step()) {
                String batch = "batch/" + step % BATCHES;
                LossTerms loss = Autograd.recording(() -> LOSS.of(
                        students.forward(fixture.in(scope, batch + "/images"), Mode.TRAIN),
                        fixture.in(scope, batch + "/labels")));
                LossTerms.Values values = loss.values(step, "");
                List<Float> all = new ArrayList<>(values.terms().values());
                all.add(values.total());
                for (float value : all) {
                    assertThat(value).as("step %d, value %d", step, at % 9).isCloseTo(expected[at++], within(2e-3f));
                }
                Autograd.backward(loss.total());
                optimiser.step(0.05);
            }
        }
        assertThat(at).isEqualTo(expected.length);
        optimiser.close();
        fixture.assertState(students.state(), "trained/", 5e-3);
    }

    private StudentNetworks students() {
        StudentNetworks students = new StudentNetworks(WidthOrders.shapes(4, 3, 2), 3, Scope.root(manager, 0));
        students.state().load(fixture.below("weights/"));
        return students;
    }
}
