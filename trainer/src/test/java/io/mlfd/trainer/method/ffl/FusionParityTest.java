package io.mlfd.trainer.method.ffl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.Safetensors;
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
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** FFL against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_fusion_fixture.py}. */
@ExtendWith(EngineExtension.class)
class FusionParityTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixtures/fusion.safetensors");
    private static final int BATCHES = 4;
    private static final FusionLoss LOSS = new FusionLoss(3, new Ramp(3), 0);

    private final TorchEngine engine;
    private final NDManager manager;
    private final Map<String, NDArray> fixture;

    FusionParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = Safetensors.read(StoredFiles.local(), FIXTURE, manager).tensors();
    }

    @Test
    void logitsTermsAndGradientsAreThoseOfPyTorch() {
        FusedNetwork network = network();
        LossTerms terms = Autograd.recording(() -> {
            FusedLogits logits = network.forward(images(0, manager), Mode.TRAIN);
            same("branch-1", logits.branches().get(0), fixture.get("shared/logits/branch-1"), 2e-5);
            same("branch-2", logits.branches().get(1), fixture.get("shared/logits/branch-2"), 2e-5);
            same("fused", logits.fused(), fixture.get("shared/logits/fused"), 2e-5);
            LossTerms loss = LOSS.of(logits, labels(0, manager), 0);
            Autograd.backward(loss.total());
            return loss;
        });

        assertThat(terms.values(0, "").terms().keySet())
                .containsExactly(
                        "hard fused", "hard branch-1", "hard branch-2", "soft fused", "soft branch-1", "soft branch-2");
        for (Parameter parameter : network.state().parameters()) {
            same(
                    parameter.name(),
                    parameter.gradient().orElseThrow(),
                    fixture.get("shared/gradient/" + parameter.name()),
                    5e-5);
        }
    }

    @Test
    void twentyStepsOfBothOptimisersAreThoseOfPyTorch() {
        FusedNetwork network = network();
        List<Parameter> fusion = network.fusion().parameters();
        List<Parameter> networks = new ArrayList<>(network.state().parameters());
        networks.removeAll(fusion);
        float[] expected = fixture.get("shared/trajectory").toFloatArray();
        try (Optimizer ofNetworks = new Sgd(ParameterGroup.all(networks, 1e-4), 0.9, true, manager);
                Optimizer ofFusion = new Sgd(ParameterGroup.all(fusion, 1e-5), 0.9, true, manager)) {
            int at = 0;
            for (int step = 0; step < 20; step++) {
                try (NDManager scope = engine.step()) {
                    int number = step;
                    LossTerms loss = Autograd.recording(() -> LOSS.of(
                            network.forward(images(number % BATCHES, scope), Mode.TRAIN),
                            labels(number % BATCHES, scope),
                            number / BATCHES));
                    LossTerms.Values values = loss.values(step, "");
                    List<Float> all = new ArrayList<>(values.terms().values());
                    all.add(values.total());
                    for (float value : all) {
                        assertThat(value)
                                .as("step %d, value %d", step, at % 7)
                                .isCloseTo(expected[at++], within(2e-3f));
                    }
                    Autograd.backward(loss.total());
                    ofNetworks.step(0.05);
                    ofFusion.step(0.05);
                }
            }
            assertThat(at).isEqualTo(expected.length);
        }
        network.state()
                .tensors()
                .forEach((name, tensor) -> same(name, tensor, fixture.get("shared/trained/" + name), 5e-3));
    }

    @Test
    void mapsOfDifferentSizesAreAveragedToTheSmallest() {
        Scope scope = Scope.root(manager, 0);
        FusionModule module = new FusionModule(scope, List.of(4, 2), 3);
        scope.state().load(below("pooled/weights/"));
        List<NDArray> maps = List.of(fixture.get("pooled/maps/0"), fixture.get("pooled/maps/1"));

        same("training", module.forward(maps, Mode.TRAIN), fixture.get("pooled/train"), 2e-5);
        same("evaluation", module.forward(maps, Mode.EVAL), fixture.get("pooled/eval"), 2e-5);
    }

    private FusedNetwork network() {
        NetworkShape shape = NetworkShapes.named("resnet8").withWidth(2);
        FusedNetwork network = new FusedNetwork(List.of(shape, shape), 3, 2, Scope.root(manager, 0));
        network.state().load(below("shared/weights/"));
        return network;
    }

    private NDArray images(int batch, NDManager scope) {
        return inScope(fixture.get("shared/batch/" + batch + "/images"), scope);
    }

    private NDArray labels(int batch, NDManager scope) {
        return inScope(fixture.get("shared/batch/" + batch + "/labels"), scope);
    }

    private static NDArray inScope(NDArray array, NDManager scope) {
        NDArray copy = array.duplicate();
        copy.attach(scope);
        return copy;
    }

    private Map<String, NDArray> below(String prefix) {
        Map<String, NDArray> found = new LinkedHashMap<>();
        fixture.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    private static void same(String what, NDArray actual, NDArray expected, double tolerance) {
        assertThat(expected).as(what).isNotNull();
        assertThat(actual.getShape()).as(what).isEqualTo(expected.getShape());
        float[] values = actual.toFloatArray();
        float[] wanted = expected.toFloatArray();
        double scale = 1;
        for (float value : wanted) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - wanted[i]) / scale)
                    .as(what + "[" + i + "]")
                    .isLessThan(tolerance);
        }
    }
}
