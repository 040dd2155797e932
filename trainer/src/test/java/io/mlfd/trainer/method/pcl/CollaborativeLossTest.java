package io.mlfd.trainer.method.pcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.FiniteDifferences;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who learns from whom, against the equations in plain numbers. Up to three peers, two images, three classes. */
@ExtendWith(EngineExtension.class)
class CollaborativeLossTest {
    private static final int[] LABELS = {0, 2};
    private static final double[][][] PEERS = {
        {{0.5, -0.2, 1.1}, {0.3, 0.9, -0.7}},
        {{-0.4, 0.8, 0.1}, {1.2, -0.3, 0.6}},
        {{0.2, 0.4, -0.9}, {-0.6, 0.7, 1.3}}
    };
    private static final double[][][] AVERAGES = {
        {{0.4, 0.1, 0.9}, {0.2, 1.1, -0.5}},
        {{-0.1, 0.6, 0.3}, {1.0, 0.2, 0.4}},
        {{0.7, 0.3, -1.2}, {-0.2, 0.5, 0.8}}
    };
    private static final double[][] ENSEMBLE = {{0.9, 0.3, -0.4}, {-0.8, 0.1, 1.5}};

    private final NDManager manager;
    private final NDArray labels;

    CollaborativeLossTest(NDManager manager) {
        this.manager = manager;
        this.labels = manager.create(new long[] {LABELS[0], LABELS[1]});
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1, 3, 10", "3, 1, 1, 2, 0", "1, 0.5, 2, 3, 4", "2, 0, 1, 3, 0", "2, 1, 0, 3, 7"})
    void termsAndSumAreThoseOfTheEquations(
            double temperature, double ensembleWeight, double averagesWeight, int peers, int rampEpochs) {
        CollaborativeLoss loss = new CollaborativeLoss(
                temperature, ensembleWeight, averagesWeight, new Ramp(rampEpochs), new LabelLoss(0));
        int epoch = 3;
        double ramped = epoch < rampEpochs ? Math.exp(-5 * Math.pow(1 - (double) epoch / rampEpochs, 2)) : 1;
        Map<String, Double> expected = new LinkedHashMap<>();
        expected.put("hard ensemble", crossEntropy(ENSEMBLE));
        for (int j = 0; j < peers; j++) {
            expected.put("hard peer-" + (j + 1), crossEntropy(PEERS[j]));
        }
        double sum = expected.values().stream().mapToDouble(value -> value).sum();
        for (int j = 0; j < peers; j++) {
            double value = divergence(ENSEMBLE, PEERS[j], temperature);
            expected.put("soft ensemble to peer-" + (j + 1), value);
            sum += ensembleWeight * ramped * value;
        }
        for (int j = 0; j < peers; j++) {
            double value = 0;
            for (int other = 0; other < peers; other++) {
                value += other == j ? 0 : divergence(AVERAGES[other], PEERS[j], temperature) / (peers - 1);
            }
            expected.put("soft EMA to peer-" + (j + 1), value);
            sum += averagesWeight * ramped * value;
        }

        LossTerms terms = loss.of(logits(peers, DataType.FLOAT64), averages(peers, DataType.FLOAT64), labels, epoch);
        assertThat(terms.total().getDouble()).isCloseTo(sum, within(1e-12));
        Map<String, Float> values = loss.of(
                        logits(peers, DataType.FLOAT32), averages(peers, DataType.FLOAT32), labels, epoch)
                .values(0, "")
                .terms();
        assertThat(values.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, value) ->
                assertThat(values.get(name).doubleValue()).as(name).isCloseTo(value, within(2e-6)));
    }

    /** By differences of its own loss, in which whoever teaches it is held fast. */
    @ParameterizedTest
    @CsvSource({"3, 1, 1", "1, 0.5, 2", "2, 0, 1", "2, 1, 0"})
    void theGradientOfAPeerIsThatOfItsOwnLossWithItsTeachersHeldFast(double temperature, double u, double v) {
        CollaborativeLoss loss = new CollaborativeLoss(temperature, u, v, new Ramp(0), new LabelLoss(0.1));
        List<NDArray> averages = averages(3, DataType.FLOAT64);
        NDArray ensemble = tensor(ENSEMBLE, DataType.FLOAT64);
        for (int j = 0; j < 3; j++) {
            int own = j;
            List<NDArray> others = IntStream.range(0, 3)
                    .filter(other -> other != own)
                    .mapToObj(averages::get)
                    .toList();
            FiniteDifferences.check(
                    at -> loss.of(with(own, at), averages, labels, 0).total(),
                    at -> Losses.crossEntropy(at, labels, 0.1)
                            .add(times(u, Losses.kullbackLeibler(at, ensemble, temperature)))
                            .add(times(v / 2, Losses.kullbackLeibler(at, others.get(0), temperature)))
                            .add(times(v / 2, Losses.kullbackLeibler(at, others.get(1), temperature))),
                    tensor(PEERS[j], DataType.FLOAT64));
        }
    }

    @Test
    void theEnsembleIsMovedByLabelsOnlyThoughItTeaches() {
        CollaborativeLoss loss = new CollaborativeLoss(3, 1, 1, new Ramp(0), new LabelLoss(0));
        List<NDArray> averages = averages(3, DataType.FLOAT64);
        List<NDArray> peers = logits(3, DataType.FLOAT64).peers();
        FiniteDifferences.check(
                at -> loss.of(new PeerLogits(peers, at), averages, labels, 0).total(),
                at -> Losses.crossEntropy(at, labels, 0),
                tensor(ENSEMBLE, DataType.FLOAT64));
    }

    @Test
    void averagesGetNoGradientEvenIfTheyWereRecorded() {
        CollaborativeLoss loss = new CollaborativeLoss(3, 1, 1, new Ramp(0), new LabelLoss(0));
        List<NDArray> averages = averages(3, DataType.FLOAT64);
        List<NDArray> peers = new ArrayList<>(logits(3, DataType.FLOAT64).peers());
        averages.forEach(average -> average.setRequiresGradient(true));
        peers.forEach(peer -> peer.setRequiresGradient(true));

        Autograd.backward(Autograd.recording(
                () -> loss.of(new PeerLogits(peers, tensor(ENSEMBLE, DataType.FLOAT64)), averages, labels, 0)
                        .total()));

        assertThat(peers).allMatch(peer -> Autograd.gradient(peer).isPresent());
        assertThat(averages).noneMatch(average -> Autograd.gradient(average).isPresent());
    }

    @Test
    void labelsAreSmoothedForEveryone() {
        double smoothed = new CollaborativeLoss(3, 0, 0, new Ramp(0), new LabelLoss(0.1))
                .of(logits(3, DataType.FLOAT64), averages(3, DataType.FLOAT64), labels, 0)
                .total()
                .getDouble();
        double expected = Losses.crossEntropy(tensor(ENSEMBLE, DataType.FLOAT64), labels, 0.1)
                .getDouble();
        for (double[][] peer : PEERS) {
            expected += Losses.crossEntropy(tensor(peer, DataType.FLOAT64), labels, 0.1)
                    .getDouble();
        }
        assertThat(smoothed).isCloseTo(expected, within(1e-12));
    }

    private NDArray times(double factor, NDArray value) {
        return value.mul(manager.create(factor));
    }

    private PeerLogits with(int position, NDArray logits) {
        List<NDArray> peers = new ArrayList<>(logits(3, DataType.FLOAT64).peers());
        peers.set(position, logits);
        return new PeerLogits(peers, tensor(ENSEMBLE, DataType.FLOAT64));
    }

    private PeerLogits logits(int peers, DataType type) {
        return new PeerLogits(first(PEERS, peers, type), tensor(ENSEMBLE, type));
    }

    private List<NDArray> averages(int peers, DataType type) {
        return first(AVERAGES, peers, type);
    }

    private List<NDArray> first(double[][][] all, int count, DataType type) {
        return IntStream.range(0, count).mapToObj(i -> tensor(all[i], type)).toList();
    }

    private NDArray tensor(double[][] rows, DataType type) {
        double[] flat = {rows[0][0], rows[0][1], rows[0][2], rows[1][0], rows[1][1], rows[1][2]};
        return manager.create(flat, new Shape(2, 3)).toType(type, false);
    }

    private static double crossEntropy(double[][] at) {
        double sum = 0;
        for (int image = 0; image < LABELS.length; image++) {
            sum -= Math.log(softmax(at[image], 1)[LABELS[image]]);
        }
        return sum / LABELS.length;
    }

    private static double divergence(double[][] teacher, double[][] pupil, double temperature) {
        double sum = 0;
        for (int image = 0; image < LABELS.length; image++) {
            double[] p = softmax(teacher[image], temperature);
            double[] q = softmax(pupil[image], temperature);
            for (int i = 0; i < p.length; i++) {
                sum += p[i] * Math.log(p[i] / q[i]);
            }
        }
        return temperature * temperature * sum / LABELS.length;
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
}
