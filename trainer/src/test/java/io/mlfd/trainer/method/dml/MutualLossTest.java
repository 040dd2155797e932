package io.mlfd.trainer.method.dml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who learns from whom, against the equations in plain numbers. Three peers, two images, three classes. */
@ExtendWith(EngineExtension.class)
class MutualLossTest {
    private static final int[] LABELS = {0, 2};
    private static final double STEP = 1e-5;

    private final NDManager manager;
    private final NDArray labels;
    private final double[][][] logits = {
        {{0.5, -0.2, 1.1}, {0.3, 0.9, -0.7}},
        {{-0.4, 0.8, 0.1}, {1.2, -0.3, 0.6}},
        {{0.2, 0.4, -0.9}, {-0.6, 0.7, 1.3}}
    };

    MutualLossTest(NDManager manager) {
        this.manager = manager;
        this.labels = manager.create(new long[] {LABELS[0], LABELS[1]});
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 3", "1, 1, 2", "2, 0.5, 3", "0.5, 3, 2", "3, 0, 3"})
    void termsAndSumAreThoseOfTheEquations(double temperature, double weight, int peers) {
        MutualLoss loss = new MutualLoss(temperature, weight, new LabelLoss(0));
        List<NDArray> single = leaves(peers, false).stream()
                .map(leaf -> leaf.toType(DataType.FLOAT32, true))
                .toList();

        LossTerms.Values values = loss.of(single, labels).values(0, "");
        List<String> names = new ArrayList<>();
        double sum = 0;
        for (int peer = 0; peer < peers; peer++) {
            names.add("hard peer-" + (peer + 1));
            sum += own(temperature, weight, peers, peer, logits[peer]);
            assertThat(values.terms().get("hard peer-" + (peer + 1)).doubleValue())
                    .isCloseTo(crossEntropy(logits[peer]), within(1e-6));
            assertThat(values.terms().get("soft peer-" + (peer + 1)).doubleValue())
                    .isCloseTo(fromOthers(temperature, peers, peer, logits[peer]), within(1e-6));
        }
        for (int peer = 0; peer < peers; peer++) {
            names.add("soft peer-" + (peer + 1));
        }
        assertThat(values.terms().keySet()).containsExactlyElementsOf(names);
        assertThat(loss.of(leaves(peers, false), labels).total().getDouble()).isCloseTo(sum, within(1e-12));
    }

    /** By central differences of its own loss in plain numbers, in which the others are held fast. */
    @ParameterizedTest
    @CsvSource({"1, 1, 3", "1, 1, 2", "2, 0.5, 3", "3, 0, 3"})
    void thePeersGradientIsThatOfItsOwnLossWithTheOthersHeldFast(double temperature, double weight, int peers) {
        List<NDArray> leaves = leaves(peers, true);
        Autograd.backward(Autograd.recording(() -> new MutualLoss(temperature, weight, new LabelLoss(0))
                .of(leaves, labels)
                .total()));

        for (int peer = 0; peer < peers; peer++) {
            double[] gradient =
                    Autograd.gradient(leaves.get(peer)).orElseThrow().toDoubleArray();
            for (int i = 0; i < gradient.length; i++) {
                double above = own(temperature, weight, peers, peer, moved(logits[peer], i, STEP));
                double below = own(temperature, weight, peers, peer, moved(logits[peer], i, -STEP));
                assertThat(gradient[i])
                        .as("peer %d, logit %d", peer + 1, i)
                        .isCloseTo((above - below) / (2 * STEP), within(1e-9));
            }
        }
    }

    @Test
    void labelsAreSmoothedAsTheTrainingSays() {
        double smoothed = new MutualLoss(1, 0, new LabelLoss(0.1))
                .of(leaves(2, false), labels)
                .total()
                .getDouble();
        double expected = 0;
        for (NDArray own : leaves(2, false)) {
            expected += Losses.crossEntropy(own, labels, 0.1).getDouble();
        }
        assertThat(smoothed).isCloseTo(expected, within(1e-12));
    }

    /** Through whole networks: nobody's own loss moves another, though all are of one forward pass. */
    @Test
    void everyNetworkIsMovedByItsOwnLossAlone() {
        MutualLoss loss = new MutualLoss(2, 0.5, new LabelLoss(0));
        Map<String, double[]> oneByOne = new LinkedHashMap<>();
        for (int peer = 0; peer < 3; peer++) {
            int own = peer;
            Map<String, double[]> moved = gradients(said -> ownLoss(said, own));
            assertThat(moved.keySet()).isNotEmpty().allMatch(name -> name.startsWith("branches." + own + "."));
            oneByOne.putAll(moved);
        }

        Map<String, double[]> together = gradients(said -> loss.of(said, labels).total());

        assertThat(together.keySet()).containsExactlyElementsOf(oneByOne.keySet());
        together.forEach(
                (name, gradient) -> assertThat(gradient).as(name).containsExactly(oneByOne.get(name), within(1e-12)));
    }

    /** At temperature 2 and weight 0.5, with what the others say held fast here. */
    private NDArray ownLoss(List<NDArray> said, int pupil) {
        NDArray own = said.get(pupil);
        NDArray half = manager.create(0.5);
        NDArray sum = Losses.crossEntropy(own, labels, 0);
        for (int peer = 0; peer < said.size(); peer++) {
            if (peer != pupil) {
                NDArray told = Losses.kullbackLeibler(own, said.get(peer).stopGradient(), 2);
                sum = sum.add(told.mul(half).mul(half));
            }
        }
        return sum;
    }

    /** Of every parameter that has one, by name. */
    private Map<String, double[]> gradients(Function<List<NDArray>, NDArray> loss) {
        NetworkShape shape = NetworkShapes.named("resnet8").withWidth(2);
        PeerNetworks networks =
                new PeerNetworks(List.of(shape, shape, shape), 3, Scope.root(manager, 1, DataType.FLOAT64));
        NDArray images = manager.linspace(-2, 2, 2 * 3 * 8 * 8)
                .toType(DataType.FLOAT64, false)
                .reshape(2, 3, 8, 8);
        Autograd.backward(Autograd.recording(() -> loss.apply(networks.forward(images, Mode.TRAIN))));
        Map<String, double[]> gradients = new LinkedHashMap<>();
        for (Parameter parameter : networks.state().parameters()) {
            parameter.gradient().ifPresent(gradient -> gradients.put(parameter.name(), gradient.toDoubleArray()));
        }
        return gradients;
    }

    private List<NDArray> leaves(int peers, boolean learnt) {
        List<NDArray> leaves = new ArrayList<>();
        for (int peer = 0; peer < peers; peer++) {
            NDArray leaf = manager.create(flat(logits[peer]), new Shape(2, 3));
            leaf.setRequiresGradient(learnt);
            leaves.add(leaf);
        }
        return leaves;
    }

    private double own(double temperature, double weight, int peers, int peer, double[][] at) {
        return crossEntropy(at) + weight * fromOthers(temperature, peers, peer, at);
    }

    private double fromOthers(double temperature, int peers, int pupil, double[][] at) {
        double sum = 0;
        for (int peer = 0; peer < peers; peer++) {
            for (int image = 0; image < LABELS.length && peer != pupil; image++) {
                double[] p = softmax(logits[peer][image], temperature);
                double[] q = softmax(at[image], temperature);
                for (int i = 0; i < p.length; i++) {
                    sum += p[i] * Math.log(p[i] / q[i]);
                }
            }
        }
        return temperature * temperature * sum / LABELS.length / (peers - 1);
    }

    private static double crossEntropy(double[][] at) {
        double sum = 0;
        for (int image = 0; image < LABELS.length; image++) {
            sum -= Math.log(softmax(at[image], 1)[LABELS[image]]);
        }
        return sum / LABELS.length;
    }

    private static double[] softmax(double[] values, double temperature) {
        double[] powers = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            powers[i] = Math.exp(values[i] / temperature);
            sum += powers[i];
        }
        for (int i = 0; i < values.length; i++) {
            powers[i] /= sum;
        }
        return powers;
    }

    private static double[][] moved(double[][] at, int position, double by) {
        double[][] moved = {at[0].clone(), at[1].clone()};
        moved[position / 3][position % 3] += by;
        return moved;
    }

    private static double[] flat(double[][] rows) {
        return new double[] {rows[0][0], rows[0][1], rows[0][2], rows[1][0], rows[1][1], rows[1][2]};
    }
}
