package io.mlfd.trainer.method.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.FiniteDifferences;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The loss of maps in float64 against central differences, and its closed forms. */
@ExtendWith(EngineExtension.class)
class FeedGradientTest {
    private static final int CHANNELS = 3;

    private final NDManager manager;
    private final NDArray maps;
    private final NDArray target;

    FeedGradientTest(TorchEngine engine, NDManager manager) {
        engine.seed(5);
        this.manager = manager;
        this.maps = manager.randomNormal(0, 1, new Shape(2, CHANNELS, 2, 2), DataType.FLOAT64);
        this.target = manager.randomNormal(0, 1, new Shape(2, 4, 2, 2), DataType.FLOAT64);
    }

    private FeedLoss loss() {
        TargetMaps fixed = new TargetMaps() {
            @Override
            public int channels() {
                return 4;
            }

            @Override
            public NDArray of(NDArray images) {
                return target;
            }
        };
        Translators translators = new Translators(
                new Level.FeatureMap(0), CHANNELS, List.of(fixed, fixed), Scope.root(manager, 3, DataType.FLOAT64));
        return new FeedLoss(translators, List.of(fixed, fixed), 7, new LabelLoss(0.1));
    }

    private NDArray total(FeedLoss loss, NDArray studentMaps) {
        NDArray embedding = Functional.globalAveragePool(studentMaps);
        NDArray labels = manager.create(new long[] {0, 2});
        return loss.of(new NetworkOutput(List.of(studentMaps), embedding, embedding), studentMaps, labels)
                .total();
    }

    @Test
    void theStudentsGradientIsThatOfFiniteDifferences() {
        FeedLoss loss = loss();
        FiniteDifferences.check(x -> total(loss, x), maps);
    }

    @Test
    void theTranslatorsGradientsAreThoseOfFiniteDifferences() {
        FeedLoss loss = loss();
        Autograd.backward(Autograd.recording(() -> total(loss, maps)));
        int checked = 0;
        for (Parameter parameter : loss.translators().state().parameters()) {
            double[] gradient = parameter.gradient().orElseThrow().toDoubleArray();
            double[] values = parameter.tensor().toDoubleArray();
            for (int i = 0; i < values.length; i += Math.max(1, values.length / 5)) {
                double above = at(loss, parameter, values, i, 1e-6);
                double below = at(loss, parameter, values, i, -1e-6);
                parameter.assign(manager.create(values, parameter.shape()));
                assertThat(gradient[i])
                        .as("%s[%d]", parameter.name(), i)
                        .isCloseTo((above - below) / 2e-6, within(1e-7));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(40);
    }

    private double at(FeedLoss loss, Parameter parameter, double[] values, int i, double by) {
        double[] moved = values.clone();
        moved[i] += by;
        parameter.assign(manager.create(moved, parameter.shape()));
        return total(loss, maps).getDouble();
    }

    /** (3, 4) and (4, 3) over 2 elements: unit vectors (0.6, 0.8) and (0.8, 0.6), mean difference 0.2. */
    @Test
    void onlyDirectionsCountAndTheReductionIsAMean() {
        NDArray one = manager.create(new float[] {3, 4}, new Shape(1, 2, 1, 1));
        NDArray other = manager.create(new float[] {40, 30}, new Shape(1, 2, 1, 1));
        assertThat(UnitMaps.distance(one, other).getFloat()).isCloseTo(0.2f, within(1e-6f));
        assertThat(UnitMaps.distance(one, one).getFloat()).isZero();
        NDArray nothing = manager.zeros(new Shape(1, 2, 1, 1));
        assertThat(UnitMaps.distance(nothing, other).getFloat()).isCloseTo(0.7f, within(1e-6f));
    }

    /** Each image is a vector of its own: were a batch one vector, the first image would count for nearly nothing. */
    @Test
    void everyImageIsNormalisedByItself() {
        NDArray mapsOfTwo = manager.create(new float[] {3, 4, 3000, 4000}, new Shape(2, 2, 1, 1));
        NDArray targets = manager.create(new float[] {4, 3, 3, 4}, new Shape(2, 2, 1, 1));
        assertThat(UnitMaps.distance(mapsOfTwo, targets).getFloat()).isCloseTo(0.1f, within(1e-6f));
    }
}
