package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Schedule;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our numbers against PyTorch's: {@code src/test/python/make_fixtures.py} made the file and has the same settings. */
@ExtendWith(EngineExtension.class)
class PyTorchParityTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/pytorch.safetensors");
    /** Float64 on both sides; what remains is the order of summation. */
    private static final double EXACT = 1e-11;

    private static Map<String, NDArray> python;
    private final NDManager step;

    PyTorchParityTest(NDManager step) {
        this.step = step;
    }

    @BeforeAll
    static void read(TorchEngine engine) {
        python = Safetensors.read(StoredFiles.local(), FIXTURES, engine.manager())
                .tensors();
    }

    @Test
    void schedules() {
        checkSchedule("onecycle.0", new Schedule.OneCycle(0.1, 0.2));
        checkSchedule("onecycle.1", new Schedule.OneCycle(3e-3, 0.133));
        checkSchedule("onecycle.2", new Schedule.OneCycle(1, 0.3));
        checkSchedule("cosine", new Schedule.Cosine(0.1, 0));
        checkSchedule("cosine.warmup", new Schedule.Cosine(0.1, 0.2));
        checkSchedule("step", new Schedule.Step(0.1, List.of(0.5, 0.75), 0.1));
    }

    @Test
    void sgdTrajectory() {
        checkTrajectory("sgd", 0.1, p -> new Sgd(ParameterGroup.all(List.of(p), 0.01), 0.9, true, step));
    }

    @Test
    void adamWTrajectory() {
        checkTrajectory("adamw", 0.01, p -> new AdamW(ParameterGroup.all(List.of(p), 0.1), step));
    }

    @Test
    void losses() {
        NDArray labels = fixture("loss.labels");
        NDArray teacher = fixture("loss.teacher");
        checkFunction("loss.hard", "loss.logits", x -> Losses.crossEntropy(x, labels, 0));
        checkFunction("loss.smooth", "loss.logits", x -> Losses.crossEntropy(x, labels, 0.1));
        checkFunction("loss.soft", "loss.logits", x -> Losses.softCrossEntropy(x, teacher, 2));
        checkFunction("loss.map", "loss.logits", x -> Losses.meanSquaredError(x, teacher));
    }

    @Test
    void gelu() {
        checkFunction("gelu", "gelu.input", Functional::gelu);
    }

    @Test
    void batchNormOfMapsAndOfVectors() {
        for (String name : List.of("bn2d", "bn1d")) {
            Scope scope = Scope.root(step, 0, DataType.FLOAT64);
            BatchNorm layer = new BatchNorm(scope, 3);
            scope.state()
                    .load(Map.of(
                            "weight", fixture(name + ".weight"),
                            "bias", fixture(name + ".bias"),
                            "running_mean", step.zeros(new Shape(3), DataType.FLOAT64),
                            "running_var", step.ones(new Shape(3), DataType.FLOAT64)));
            NDArray input = fixture(name + ".input");
            assertSame(layer.forward(input, Mode.TRAIN), name + ".train", EXACT);
            assertSame(scope.state().tensors().get("running_mean"), name + ".running_mean", EXACT);
            assertSame(scope.state().tensors().get("running_var"), name + ".running_var", EXACT);
            assertSame(layer.forward(input, Mode.EVAL), name + ".eval", EXACT);
            assertSame(scope.state().tensors().get("running_mean"), name + ".running_mean", EXACT);
        }
    }

    /** Float32: kernels of two PyTorch versions may sum in another order, over at most 16 * 9 products. */
    @Test
    void resNetForward() {
        Network network = Networks.build(NetworkShapes.named("resnet8").withWidth(4), 5, Scope.root(step, 0));
        network.state().load(fixtures("forward.state."));
        NetworkOutput output = network.forward(fixture("forward.images"), Mode.EVAL);
        for (int stage = 0; stage < 3; stage++) {
            assertSame(output.at(new Level.FeatureMap(2 - stage)), "forward.stage" + stage, 1e-5);
        }
        assertSame(output.embedding(), "forward.embedding", 1e-5);
        assertSame(output.logits(), "forward.logits", 1e-5);
    }

    @Test
    void distillationTrajectory() {
        Network network =
                Networks.build(NetworkShapes.named("resnet8").withWidth(4), 5, Scope.root(step, 0, DataType.FLOAT64));
        network.state().load(fixtures("train.before."));
        Schedule schedule = new Schedule.OneCycle(0.1, 0.4);
        double[] expected = fixture("train.losses").toDoubleArray();
        try (Optimizer optimizer = new Sgd(ParameterGroup.all(network.state().parameters(), 5e-4), 0.9, true, step)) {
            for (int i = 0; i < expected.length; i++) {
                double loss = distil(network, i);
                optimizer.step(schedule.learningRate(i, expected.length));
                assertThat(loss).isCloseTo(expected[i], within(1e-9));
            }
        }
        network.state().tensors().forEach((name, tensor) -> assertSame(tensor, "train.after." + name, 1e-9));
    }

    /**
     * Uniform values fill PyTorch's range; normal ones have its spread. 20,000 draws and more put the largest within 0.1 %
     * of the bound, and the standard deviation within 2 % (four sigma).
     */
    @Test
    void firstValues() {
        Initializer uniform12 = Initializer.torchDefault(12);
        Initializer uniform27 = Initializer.torchDefault(27);
        checkInitializer("linear.weight", uniform12, true);
        checkInitializer("linear.bias", uniform12, true);
        checkInitializer("conv.weight", uniform27, true);
        checkInitializer("residual.weight", Initializer.kaimingNormal(50 * 9), false);
    }

    private double distil(Network network, int i) {
        NDArray images = fixture("train.images").get(i);
        NDArray labels = fixture("train.labels").get(i);
        NDArray teacher = fixture("train.teacher").get(i);
        NDArray maps = fixture("train.maps").get(i);
        LossTerms terms = Autograd.recording(() -> {
            NetworkOutput output = network.forward(images, Mode.TRAIN);
            return LossTerms.of(
                    new Term("soft", 0.6, Losses.softCrossEntropy(output.logits(), teacher, 2)),
                    new Term("features", 0.2, Losses.meanSquaredError(output.at(new Level.FeatureMap(0)), maps)),
                    new Term("hard", 0.2, Losses.crossEntropy(output.logits(), labels, 0.1)));
        });
        Autograd.backward(terms.total());
        return terms.total().getDouble();
    }

    private void checkSchedule(String name, Schedule schedule) {
        double[] expected = fixture(name).toDoubleArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(schedule.learningRate(i, expected.length))
                    .as("%s[%d]", name, i)
                    .isCloseTo(expected[i], within(1e-15));
        }
    }

    private void checkTrajectory(
            String name, double learningRate, java.util.function.Function<Parameter, Optimizer> optimizerOf) {
        Parameter parameter =
                Scope.root(step, 0, DataType.FLOAT64).parameter("p", new Shape(2, 3), Initializer.constant(0));
        parameter.assign(fixture(name + ".start"));
        try (Optimizer optimizer = optimizerOf.apply(parameter)) {
            for (int i = 0; i < 10; i++) {
                NDArray gradient = fixture(name + ".gradients").get(i);
                // The gradient of the sum of p * g is g.
                Autograd.backward(Autograd.recording(
                        () -> gradient.mul(parameter.tensor()).sum()));
                optimizer.step(learningRate);
                assertThat(parameter.tensor().toDoubleArray())
                        .as("%s step %d", name, i)
                        .containsExactly(fixture(name + ".values").get(i).toDoubleArray(), within(1e-14));
            }
        }
    }

    private void checkFunction(String name, String input, UnaryOperator<NDArray> function) {
        NDArray x = fixture(input).duplicate();
        x.setRequiresGradient(true);
        NDArray value = Autograd.recording(() -> function.apply(x));
        assertSame(value, name + ".value", EXACT);
        Autograd.backward(Autograd.recording(() -> function.apply(x).sum()));
        assertSame(Autograd.gradient(x).orElseThrow(), name + ".gradient", EXACT);
    }

    private void checkInitializer(String name, Initializer initializer, boolean bounded) {
        double[] expected = fixture("init." + name).toDoubleArray();
        float[] values = initializer.values(1, name, new Shape(40_000));
        double largest = 0;
        double squares = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
            squares += (double) value * value;
        }
        assertThat(Math.sqrt(squares / values.length)).as(name).isCloseTo(expected[1], within(0.02 * expected[1]));
        if (bounded) {
            assertThat(largest).as(name).isCloseTo(expected[0], within(0.001 * expected[0]));
        }
    }

    private NDArray fixture(String name) {
        NDArray view = python.get(name).stopGradient();
        view.attach(step);
        return view;
    }

    private Map<String, NDArray> fixtures(String prefix) {
        Map<String, NDArray> found = new LinkedHashMap<>();
        python.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    private void assertSame(NDArray actual, String name, double tolerance) {
        NDArray expected = fixture(name);
        assertThat(actual.getShape()).as(name).isEqualTo(expected.getShape());
        double[] ours = doubles(actual);
        assertThat(ours).as(name).containsExactly(doubles(expected), within(tolerance));
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
