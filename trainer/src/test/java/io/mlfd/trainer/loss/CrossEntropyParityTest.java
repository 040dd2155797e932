package io.mlfd.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Class weights and shares of classes as {@code torch.nn.functional.cross_entropy} has them, with gradients. */
@ExtendWith(EngineExtension.class)
class CrossEntropyParityTest {
    private final NDManager manager;
    private final PyTorchFixture fixture;

    CrossEntropyParityTest(NDManager manager) {
        this.manager = manager;
        this.fixture = PyTorchFixture.read("mixing", manager);
    }

    @ParameterizedTest
    @CsvSource({
        "labels, weights, 0.0",
        "labels, weights, 0.1",
        "labels, even, 0.0",
        "labels, even, 0.1",
        "shares, weights, 0.0",
        "shares, weights, 0.1",
        "shares, even, 0.0",
        "shares, even, 0.1"
    })
    void lossAndGradientAreThoseOfPyTorch(String labels, String weighing, double smoothing) {
        String key = "loss/" + labels + "/" + weighing + "/" + smoothing;
        CrossEntropy loss = new CrossEntropy(smoothing, weighing.equals("even") ? List.of() : weights());
        NDArray logits = fixture.in(manager, "logits");
        logits.setRequiresGradient(true);
        NDArray value = Autograd.recording(() -> loss.of(logits, fixture.get(labels)));
        Autograd.backward(value);

        assertThat(value.getDataType()).isEqualTo(DataType.FLOAT64);
        assertThat(value.getDouble()).isCloseTo(fixture.get(key).getDouble(), within(1e-12));
        assertThat(logits.getGradient().toDoubleArray())
                .containsExactly(fixture.get(key + "/gradient").toDoubleArray(), within(1e-12));
    }

    @Test
    void wholeSharesAreLabels() {
        NDArray logits = fixture.get("logits");
        NDArray whole = fixture.get("labels").oneHot(4).toType(DataType.FLOAT64, false);
        CrossEntropy loss = new CrossEntropy(0.1, List.of());

        assertThat(loss.of(logits, whole).getDouble())
                .isCloseTo(loss.of(logits, fixture.get("labels")).getDouble(), within(1e-12));
    }

    @Test
    void theTypeIsThatOfTheLogits() {
        NDArray logits = fixture.get("logits").toType(DataType.FLOAT32, true);
        CrossEntropy loss = new CrossEntropy(0.1, weights());

        assertThat(loss.of(logits, fixture.get("labels")).getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(loss.of(logits, fixture.get("shares").toType(DataType.FLOAT32, true))
                        .getDataType())
                .isEqualTo(DataType.FLOAT32);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        NDArray logits = fixture.get("logits");

        assertThatThrownBy(() -> new CrossEntropy(0, List.of(1.0, 2.0)).of(logits, fixture.get("labels")))
                .hasMessageStartingWith("2 class weights for");
        assertThatThrownBy(() -> new CrossEntropy(0, List.of()).of(logits, manager.zeros(new Shape(5, 3))))
                .hasMessageContaining("labels have shape");
    }

    private List<Double> weights() {
        return Arrays.stream(fixture.get("weights").toDoubleArray()).boxed().toList();
    }
}
