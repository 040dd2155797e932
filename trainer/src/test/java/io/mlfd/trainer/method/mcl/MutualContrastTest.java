package io.mlfd.trainer.method.mcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.mcl.TrainContrastingPeers.Contrast;
import io.mlfd.contract.mcl.TrainContrastingPeers.Weights;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who learns what from whom, against the equations in plain numbers. Two networks, five images of two classes. */
@ExtendWith(EngineExtension.class)
class MutualContrastTest {
    private static final double TEMPERATURE = 0.4;
    private static final double SOFT = 3;
    private static final double STEP = 1e-5;
    private static final int[] LABELS = {1, 1, 0, 1, 0};
    private static final double[][][] EMBEDDINGS = {
        {{1, 0}, {0.6, 0.8}, {-0.8, 0.6}, {0, -1}, {0.8, 0.6}},
        {{0, 1}, {0.8, -0.6}, {-1, 0}, {0.6, 0.8}, {-0.6, -0.8}}
    };
    private static final double[] LOGITS = {0.5, -0.2, 0.3, 0.9, -0.4, 0.8, 1.2, -0.3, 0.2, 0.4};

    private final NDManager manager;
    private final NDArray labels;

    MutualContrastTest(NDManager manager) {
        this.manager = manager;
        this.labels = manager.create(new long[] {1, 1, 0, 1, 0});
    }

    @Test
    void termsAreThoseOfTheEquations() {
        LossTerms.Values values = loss(new Weights(0.1, 0.2, 0.3, 0.4))
                .of(outputs(DataType.FLOAT32), labels)
                .values(0, "");

        List<String> names = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            for (String term : List.of("hard", "vanilla", "interactive", "soft-vanilla", "soft-interactive")) {
                names.add(term + " peer-" + (k + 1));
            }
            int l = 1 - k;
            assertTerm(values, "vanilla", k, contrast(similarities(k, k)));
            assertTerm(values, "interactive", k, contrast(similarities(k, l)));
            assertTerm(values, "soft-vanilla", k, divergence(similarities(k, k), similarities(l, l)));
            assertTerm(values, "soft-interactive", k, divergence(similarities(k, l), similarities(l, k)));
        }
        assertThat(values.terms().keySet()).containsExactlyElementsOf(names);
        double total = 0;
        double[] weights = {1, 0.1, 0.2, 0.3, 0.4};
        for (int i = 0; i < names.size(); i++) {
            total += weights[i % 5] * values.terms().get(names.get(i));
        }
        assertThat((double) values.total()).isCloseTo(total, within(1e-5));
    }

    /**
     * By central differences in plain numbers. What teaches is held fast: for a divergence the similarities that the other
     * network has at that moment.
     */
    @ParameterizedTest
    @CsvSource({"1, 0, 0, 0", "0, 1, 0, 0", "0, 0, 1, 0", "0, 0, 0, 1", "0.1, 0.1, 1, 1"})
    void gradientsAreThoseOfTheEquationsWithTeachersHeldFast(
            double vanilla, double interactive, double softVanilla, double softInteractive) {
        Weights weights = new Weights(vanilla, interactive, softVanilla, softInteractive);
        ContrastingNetworks.Outputs outputs = outputs(DataType.FLOAT64);
        outputs.embeddings().forEach(leaf -> leaf.setRequiresGradient(true));
        Autograd.backward(
                Autograd.recording(() -> loss(weights).of(outputs, labels).total()));

        for (int network = 0; network < 2; network++) {
            double[] gradient = Autograd.gradient(outputs.embeddings().get(network))
                    .orElseThrow()
                    .toDoubleArray();
            for (int i = 0; i < gradient.length; i++) {
                double above = contrasts(weights, moved(network, i, STEP));
                double below = contrasts(weights, moved(network, i, -STEP));
                assertThat(gradient[i])
                        .as("network %d, [%d]", network, i)
                        .isCloseTo((above - below) / (2 * STEP), within(1e-8));
            }
        }
    }

    /** Of the method's weights each alone, through whole networks. */
    @ParameterizedTest
    @CsvSource({"1, 0, 0, 0", "0, 1, 0, 0", "0, 0, 1, 0", "0, 0, 0, 1"})
    void everyContrastMovesNetworksAndHeadsAndNoClassifier(double a, double b, double c, double d) {
        assertThat(moved(new Weights(a, b, c, d)))
                .containsExactlyInAnyOrder("branches.0", "branches.1", "embeddings.0", "embeddings.1");
    }

    @Test
    void withoutWeightsNobodyIsMovedByAContrast() {
        assertThat(moved(new Weights(0, 0, 0, 0))).isEmpty();
    }

    /** One pair is all there is to tell apart: it costs nothing and is no error. */
    @Test
    void aBatchOfOnePairHasNothingToContrast() {
        ContrastingNetworks.Outputs two = new ContrastingNetworks.Outputs(
                List.of(manager.zeros(new Shape(2, 2)), manager.zeros(new Shape(2, 2))),
                List.of(
                        manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2)),
                        manager.create(new float[] {0, 1, 1, 0}, new Shape(2, 2))));
        LossTerms.Values values = loss(new Weights(1, 1, 1, 1))
                .of(two, manager.create(new long[] {1, 1}))
                .values(0, "");
        assertThat(values.total()).isCloseTo((float) (2 * Math.log(2)), within(1e-6f));
    }

    private void assertTerm(LossTerms.Values values, String term, int network, double expected) {
        assertThat(values.terms().get(term + " peer-" + (network + 1)).doubleValue())
                .as(term)
                .isCloseTo(expected, within(1e-5));
    }

    /** The parts of networks that are moved beside what labels move, in a network without a term of labels. */
    private Set<String> moved(Weights weights) {
        NetworkShape shape = NetworkShapes.named("resnet8").withWidth(2);
        ContrastingNetworks networks =
                new ContrastingNetworks(List.of(shape, shape), 2, 16, Scope.root(manager, 1, DataType.FLOAT64));
        NDArray images = manager.linspace(-2, 2, 5 * 3 * 8 * 8)
                .toType(DataType.FLOAT64, false)
                .reshape(5, 3, 8, 8);
        Autograd.backward(Autograd.recording(() -> {
            ContrastingNetworks.Outputs outputs = networks.forward(images);
            List<NDArray> said =
                    outputs.logits().stream().map(NDArray::stopGradient).toList();
            NDArray total = loss(weights)
                    .of(new ContrastingNetworks.Outputs(said, outputs.embeddings()), labels)
                    .total();
            // So that there is something to go back through where no term has a weight.
            return total.add(outputs.logits().get(0).sum().mul(manager.create(0.0)));
        }));
        assertThat(networks.state().parameters())
                .filteredOn(parameter -> parameter.name().contains(".fc."))
                .allSatisfy(parameter -> assertThat(parameter
                                .gradient()
                                .map(gradient -> gradient.abs().max().getDouble())
                                .orElse(0.0))
                        .isZero());
        return networks.state().parameters().stream()
                .filter(parameter -> parameter
                        .gradient()
                        .map(gradient -> gradient.abs().max().getDouble() > 1e-9)
                        .orElse(false))
                .map(parameter -> parameter.name().replaceAll("^(\\w+\\.\\d)\\..*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ContrastingNetworks.Outputs outputs(DataType type) {
        NDArray logits = manager.create(LOGITS, new Shape(5, 2)).toType(type, false);
        List<NDArray> embeddings = new ArrayList<>();
        for (double[][] rows : EMBEDDINGS) {
            double[] flat = new double[10];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = rows[i / 2][i % 2];
            }
            embeddings.add(manager.create(flat, new Shape(5, 2)).toType(type, false));
        }
        return new ContrastingNetworks.Outputs(List.of(logits, logits), embeddings);
    }

    private static MutualContrast loss(Weights weights) {
        return new MutualContrast(new Contrast(weights, TEMPERATURE, SOFT, 2), new LabelLoss(0));
    }

    /** All but the terms of labels, with those that teach as they are in {@link #EMBEDDINGS}. */
    private static double contrasts(Weights weights, double[][][] at) {
        double sum = 0;
        for (int k = 0; k < 2; k++) {
            int l = 1 - k;
            sum += weights.vanilla() * contrast(similarities(at[k], at[k]));
            sum += weights.interactive() * contrast(similarities(at[k], at[l]));
            sum += weights.softVanilla() * divergence(similarities(at[k], at[k]), similarities(l, l));
            sum += weights.softInteractive() * divergence(similarities(at[k], at[l]), similarities(l, k));
        }
        return sum;
    }

    private static double[][][] moved(int network, int position, double by) {
        double[][][] moved = new double[2][5][];
        for (int k = 0; k < 2; k++) {
            for (int image = 0; image < 5; image++) {
                moved[k][image] = EMBEDDINGS[k][image].clone();
            }
        }
        moved[network][position / 2][position % 2] += by;
        return moved;
    }

    private static double[][] similarities(int anchors, int others) {
        return similarities(EMBEDDINGS[anchors], EMBEDDINGS[others]);
    }

    private static double[][] similarities(double[][] anchors, double[][] others) {
        double[][] similarities = new double[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                similarities[i][j] = (anchors[i][0] * others[j][0] + anchors[i][1] * others[j][1]) / TEMPERATURE;
            }
        }
        return similarities;
    }

    private static double contrast(double[][] similarities) {
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            double[] p = softmax(similarities[i], i, 1);
            double own = 0;
            int positives = 0;
            for (int j = 0; j < 5; j++) {
                if (j != i && LABELS[j] == LABELS[i]) {
                    own += Math.log(p[j]);
                    positives++;
                }
            }
            sum -= own / positives;
        }
        return sum / 5;
    }

    private static double divergence(double[][] pupil, double[][] teacher) {
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            double[] p = softmax(teacher[i], i, SOFT);
            double[] q = softmax(pupil[i], i, SOFT);
            for (int j = 0; j < 5; j++) {
                sum += j == i ? 0 : p[j] * Math.log(p[j] / q[j]);
            }
        }
        return SOFT * SOFT * sum / 5;
    }

    /** Over all but one. */
    private static double[] softmax(double[] values, int but, double temperature) {
        double[] powers = new double[values.length];
        double sum = 0;
        for (int j = 0; j < values.length; j++) {
            powers[j] = j == but ? 0 : Math.exp(values[j] / temperature);
            sum += powers[j];
        }
        for (int j = 0; j < values.length; j++) {
            powers[j] /= sum;
        }
        return powers;
    }
}
