package io.mlfd.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as timm counts them: {@code trainer/src/test/python/make_layers_fixture.py}. */
@ExtendWith(EngineExtension.class)
class LayerRatesTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixtures/layers.json");
    private static final double DECAY = 0.75;

    private final TorchEngine engine;
    private final NDManager manager;

    LayerRatesTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit-tiny", "swin-tiny", "convnextv2-atto"})
    void everyParameterHasTheRateOfItsLayerInTimm(String network) throws IOException {
        JsonNode below = new JsonMapper().readTree(FIXTURE.toFile()).get(network);
        List<String> names = names(NetworkShapes.named(network));
        assertThat(names).hasSize(below.size());
        assertThat(LayerRates.of(names, DECAY)).isEqualTo(expected(names, below, Function.identity()));

        // Beside another network and what belongs to none, as in a learner of several.
        List<String> both = names.stream().map(name -> "peers.1." + name).collect(Collectors.toList());
        both.addAll(List.of("peers.0.blocks.0.norm1.weight", "peers.0.norm.weight", "projector.norm.weight"));
        Map<String, Double> rates = LayerRates.of(both, DECAY);
        assertThat(rates.get("peers.0.blocks.0.norm1.weight")).isEqualTo(DECAY);
        assertThat(rates.get("peers.0.norm.weight")).isEqualTo(DECAY);
        assertThat(rates.get("projector.norm.weight")).isEqualTo(1);
        rates.keySet().removeIf(name -> !name.startsWith("peers.1."));
        assertThat(rates).isEqualTo(expected(names, below, name -> "peers.1." + name));
    }

    private List<String> names(NetworkShape network) {
        return Networks.build(network, 5, Scope.root(manager, 0)).state().parameters().stream()
                .map(Parameter::name)
                .toList();
    }

    private static Map<String, Double> expected(List<String> names, JsonNode below, Function<String, String> named) {
        return names.stream()
                .collect(Collectors.toMap(
                        named,
                        name -> StrictMath.pow(DECAY, below.required(name).intValue())));
    }

    /** Whoever says that its rates can fall by layer has layers, and nobody else is in doubt. */
    @Test
    void everyNetworkWithLayerRatesIsKnown() {
        for (NetworkShape network : NetworkShapes.all()) {
            if (network.hasLayerRates()) {
                Map<String, Double> rates = LayerRates.of(names(network), DECAY);
                assertThat(rates.values().stream().distinct().count())
                        .as(network.name())
                        .isGreaterThan(6);
                assertThat(rates.values().stream().filter(rate -> rate == 1).count())
                        .as(network.name())
                        .isLessThanOrEqualTo(4);
            }
        }
    }

    @Test
    void anUpdateIsOneWithTheLayersOwnRate() {
        for (boolean adam : new boolean[] {true, false}) {
            Scope scope = Scope.root(manager, 0).child(Boolean.toString(adam));
            Parameter stem = parameter(scope, "stem.0.weight");
            Parameter block = parameter(scope, "stages.0.blocks.0.mlp.fc1.weight");
            Parameter head = parameter(scope, "head.fc.weight");
            List<ParameterGroup> one = ParameterGroup.all(List.of(stem, block, head), 0.1);
            List<Double> rates = List.of(0.25, 0.5, 1.0);
            try (Optimizer together = optimizer(adam, ParameterGroup.byLayer(one, 0.5))) {
                for (int step = 0; step < 3; step++) {
                    List.of(stem, block, head).forEach(this::backward);
                    together.step(0.1);
                }
            }
            List<Parameter> moved = List.of(stem, block, head);
            for (int i = 0; i < moved.size(); i++) {
                Parameter alone = parameter(scope, "alone" + i);
                try (Optimizer own = optimizer(adam, ParameterGroup.all(List.of(alone), 0.1))) {
                    for (int step = 0; step < 3; step++) {
                        backward(alone);
                        own.step(0.1 * rates.get(i));
                    }
                }
                assertThat(moved.get(i).tensor().toFloatArray())
                        .as(moved.get(i).name())
                        .isEqualTo(alone.tensor().toFloatArray());
            }
        }
    }

    @Test
    void decaysThatAreNoneAreRefused() {
        for (double decay : new double[] {0, -0.5, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> LayerRates.of(List.of("head.weight"), decay))
                    .hasMessage("layerDecay: " + decay + " is not above 0 and at most 1");
        }
    }

    private Optimizer optimizer(boolean adam, List<ParameterGroup> groups) {
        return adam ? new AdamW(groups, manager) : new Sgd(groups, 0.9, true, manager);
    }

    private static Parameter parameter(Scope scope, String name) {
        return scope.parameter(name, new Shape(3, 2), Initializer.constant(5));
    }

    private void backward(Parameter parameter) {
        try (NDManager step = engine.step()) {
            NDArray zero = step.zeros(new Shape(1));
            Autograd.backward(Autograd.recording(
                    () -> zero.add(parameter.tensor()).square().sum()));
        }
    }
}
