package io.mlfd.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors that PyTorch computed, by a script of {@code trainer/src/test/python}. */
public record PyTorchFixture(Map<String, NDArray> tensors) {
    private static final int STEPS = 20;
    private static final Path FOLDER = Path.of("src/test/resources/fixtures");

    /** @param manager owner of the tensors */
    public static PyTorchFixture read(String name, NDManager manager) {
        Path file = FOLDER.resolve(name + ".safetensors");
        return new PyTorchFixture(
                Safetensors.read(StoredFiles.local(), file, manager).tensors());
    }

    public NDArray get(String key) {
        assertThat(tensors).containsKey(key);
        return tensors.get(key);
    }

    /** A copy that ends with a scope. */
    public NDArray in(NDManager scope, String key) {
        NDArray copy = get(key).duplicate();
        copy.attach(scope);
        return copy;
    }

    /** All whose keys begin so, by the rest of their keys. */
    public Map<String, NDArray> below(String prefix) {
        Map<String, NDArray> found = new LinkedHashMap<>();
        tensors.forEach((key, tensor) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), tensor);
            }
        });
        assertThat(found).as(prefix).isNotEmpty();
        return found;
    }

    /** Every parameter has the gradient that stands under its name, and none stands there without one. */
    public void assertGradients(StateDict state, String prefix, double tolerance) {
        Map<String, NDArray> expected = below(prefix);
        assertThat(state.parameters()).hasSameSizeAs(expected.keySet());
        for (Parameter parameter : state.parameters()) {
            String what = "gradient of " + parameter.name();
            assertThat(expected).as(what).containsKey(parameter.name());
            assertSame(what, parameter.gradient().orElseThrow(), expected.get(parameter.name()), tolerance);
        }
    }

    /** Every tensor is the one that stands under its name. */
    public void assertState(StateDict state, String prefix, double tolerance) {
        state.tensors().forEach((name, tensor) -> assertSame(name, tensor, get(prefix + name), tolerance));
    }

    /** The recorded loss of a step from 0. {@code scope}: open until the step is done */
    @FunctionalInterface
    public interface StepLoss {
        LossTerms of(int step, NDManager scope);
    }

    /** What follows the gradients of a step. {@code scope}: that of its loss */
    @FunctionalInterface
    public interface StepMove {
        void of(int step, NDManager scope);
    }

    /** The terms of every step and their total are a row of a tensor. {@code tolerance}: absolute */
    public void assertTrajectory(String key, TorchEngine engine, StepLoss losses, StepMove moves, double tolerance) {
        NDArray trajectory = get(key);
        assertThat(trajectory.getShape().get(0)).as("steps").isEqualTo(STEPS);
        int width = Math.toIntExact(trajectory.getShape().get(1));
        float[] expected = trajectory.toFloatArray();
        for (int step = 0; step < STEPS; step++) {
            try (NDManager scope = engine.step()) {
                LossTerms loss = losses.of(step, scope);
                LossTerms.Values values = loss.values(step, "");
                List<Float> all = new ArrayList<>(values.terms().values());
                all.add(values.total());
                assertClose(
                        "step " + step, all, Arrays.copyOfRange(expected, step * width, (step + 1) * width), tolerance);
                Autograd.backward(loss.total());
                moves.of(step, scope);
            }
        }
    }

    /** The terms of a loss, in their order. {@code tolerance}: absolute */
    public void assertTerms(String key, LossTerms loss, double tolerance) {
        assertClose(key, List.copyOf(loss.values(0, "").terms().values()), get(key).toFloatArray(), tolerance);
    }

    private static void assertClose(String what, List<Float> values, float[] expected, double tolerance) {
        assertThat(values).as(what).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(values.get(i)).as("%s, value %d", what, i).isCloseTo(expected[i], within((float) tolerance));
        }
    }

    public void assertSame(String key, NDArray actual, double tolerance) {
        assertSame(key, actual, get(key), tolerance);
    }

    /** @param tolerance absolute below 1, and relative to what is expected above */
    public static void assertSame(String what, NDArray actual, NDArray expected, double tolerance) {
        assertThat(actual.getShape()).as(what).isEqualTo(expected.getShape());
        float[] values = actual.toFloatArray();
        float[] wanted = expected.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertThat((double) Math.abs(values[i] - wanted[i]) / Math.max(1, Math.abs(wanted[i])))
                    .as(what + "[" + i + "]")
                    .isLessThan(tolerance);
        }
    }
}
