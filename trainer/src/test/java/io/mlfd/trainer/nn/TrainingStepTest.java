package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole step of distillation: its gradient, that it repeats exactly, and that it leaves nothing behind. */
class TrainingStepTest {
    private static final NetworkShape SMALL = NetworkShapes.named("resnet8").withWidth(4);
    private static final int CLASSES = 5;

    @TempDir
    private Path folder;

    private record Batch(NDArray images, NDArray labels, NDArray teacherLogits, NDArray teacherMaps) {
        static Batch random(NDManager manager, DataType dataType) {
            return new Batch(
                    manager.randomNormal(0, 1, new Shape(4, 3, 8, 8), dataType),
                    manager.create(new long[] {0, 4, 2, 1}),
                    manager.randomNormal(0, 3, new Shape(4, CLASSES), dataType),
                    manager.randomNormal(0, 1, new Shape(4, 16, 2, 2), dataType));
        }
    }

    /**
     * Central differences in float64 over three entries of every parameter. h = 1e-6 leaves about 1e-9 of rounding; the
     * bound also leaves room for the kinks of ReLU that a step may cross.
     */
    @Test
    void gradientIsThatOfFiniteDifferences() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            engine.seed(3);
            Network network = Networks.build(SMALL, CLASSES, Scope.root(manager, 0, DataType.FLOAT64));
            Batch batch = Batch.random(manager, DataType.FLOAT64);
            Autograd.backward(Autograd.recording(() -> loss(network, batch)).total());
            double h = 1e-6;
            int checked = 0;
            for (Parameter parameter : network.state().parameters()) {
                double[] gradient = parameter.gradient().orElseThrow().toDoubleArray();
                double[] values = parameter.tensor().toDoubleArray();
                for (int i = 0; i < values.length; i += Math.max(1, values.length / 3)) {
                    double above = lossAt(network, batch, parameter, values, i, h);
                    double below = lossAt(network, batch, parameter, values, i, -h);
                    double numeric = (above - below) / (2 * h);
                    assertThat(gradient[i])
                            .as("%s[%d]", parameter.name(), i)
                            .isCloseTo(numeric, within(1e-6 * Math.max(1, Math.abs(numeric))));
                    checked++;
                }
            }
            assertThat(checked).isGreaterThan(80);
        }
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        for (int threads : new int[] {1, 2}) {
            String digest = train(threads, 7, "one");
            assertThat(train(threads, 7, "two")).isEqualTo(digest);
            assertThat(train(threads, 8, "three")).isNotEqualTo(digest);
        }
    }

    @Test
    void stepsLeaveNoTensorBehind() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            Network network = Networks.build(SMALL, CLASSES, Scope.root(manager, 0));
            try (Optimizer optimizer =
                    new AdamW(ParameterGroup.all(network.state().parameters(), 0.01), manager)) {
                List<Integer> live = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    step(engine, network, optimizer, i);
                    live.add(engine.manager().getManagedArrays().size());
                }
                int parameters = network.state().parameters().size();
                assertThat(live).containsOnly(network.state().variables().size() + 2 * parameters);
            }
            assertThat(manager.getManagedArrays())
                    .hasSize(network.state().variables().size());
        }
    }

    @Test
    void evaluationChangesNothing() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            Network network = Networks.build(SMALL, CLASSES, Scope.root(manager, 0));
            NDArray images = manager.randomNormal(new Shape(2, 3, 8, 8));
            Map<String, float[]> before = values(network);
            network.forward(images, Mode.EVAL);
            assertThat(values(network)).usingRecursiveComparison().isEqualTo(before);
            network.forward(images, Mode.TRAIN);
            assertThat(values(network).get("bn1.running_mean")).isNotEqualTo(before.get("bn1.running_mean"));
        }
    }

    private String train(int threads, long seed, String name) {
        try (TorchEngine engine = TorchEngine.open(threads, TestDevice.choice());
                NDManager manager = engine.step()) {
            Network network = Networks.build(SMALL, CLASSES, Scope.root(manager, seed));
            try (Optimizer optimizer =
                    new AdamW(ParameterGroup.all(network.state().parameters(), 0.01), manager)) {
                for (int i = 0; i < 4; i++) {
                    step(engine, network, optimizer, i);
                }
                Map<String, NDArray> all = new LinkedHashMap<>(network.state().tensors());
                optimizer.state(manager).forEach((key, tensor) -> all.put("optimizer." + key, tensor));
                return new WholeFiles(Disk.local())
                        .write(folder.resolve(name), Safetensors.content(all, Map.of()))
                        .sha256();
            }
        }
    }

    private static void step(TorchEngine engine, Network network, Optimizer optimizer, int i) {
        engine.seed(1000 + i);
        try (NDManager step = engine.step()) {
            Batch batch = Batch.random(step, DataType.FLOAT32);
            LossTerms terms = Autograd.recording(() -> loss(network, batch));
            terms.values(i, "");
            Autograd.backward(terms.total());
            optimizer.step(0.01);
        }
    }

    private static LossTerms loss(Network network, Batch batch) {
        NetworkOutput output = network.forward(batch.images(), Mode.TRAIN);
        return LossTerms.of(
                new Term("soft", 0.6, Losses.softCrossEntropy(output.logits(), batch.teacherLogits(), 2)),
                new Term(
                        "features",
                        0.2,
                        Losses.meanSquaredError(output.at(new Level.FeatureMap(0)), batch.teacherMaps())),
                new Term("hard", 0.2, Losses.crossEntropy(output.logits(), batch.labels(), 0.1)));
    }

    private static double lossAt(
            Network network, Batch batch, Parameter parameter, double[] values, int index, double change) {
        double[] changed = values.clone();
        changed[index] += change;
        assign(parameter, changed, batch);
        double value = loss(network, batch).total().getDouble();
        assign(parameter, values, batch);
        return value;
    }

    private static void assign(Parameter parameter, double[] values, Batch batch) {
        parameter.assign(batch.images().getManager().create(values, parameter.shape()));
    }

    private static Map<String, float[]> values(Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.state().tensors().forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
        return values;
    }
}
