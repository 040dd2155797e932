package io.mlfd.trainer.method.mclokd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.FiniteDifferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the equations in plain numbers: two images, a memory of five, two negatives each. */
@ExtendWith(EngineExtension.class)
class NoiseContrastTest {
    private static final int NEGATIVES = 2;
    private static final double[][] EMBEDDINGS = {{0.6, 0.8}, {-0.8, 0.6}};
    private static final double[][] MEMORY = {{1, 0}, {0, 1}, {-0.6, 0.8}, {0.8, -0.6}, {-1, 0}};
    private static final int[][] CANDIDATES = {{1, 3, 4}, {2, 0, 3}};

    private final NDManager manager;
    private final NDArray embeddings;
    private final NDArray memory;
    private final NDArray candidates;

    NoiseContrastTest(NDManager manager) {
        this.manager = manager;
        this.embeddings = manager.create(new double[] {0.6, 0.8, -0.8, 0.6}, new Shape(2, 2));
        this.memory = manager.create(new double[] {1, 0, 0, 1, -0.6, 0.8, 0.8, -0.6, -1, 0}, new Shape(5, 2));
        this.candidates = manager.create(new long[] {1, 3, 4, 2, 0, 3}, new Shape(2, 3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 2})
    void isThatOfTheEquationsWithTheirNormaliser(double temperature) {
        assertThat(new NoiseContrast(temperature)
                        .of(embeddings, memory, candidates)
                        .getDouble())
                .isCloseTo(expected(EMBEDDINGS, temperature, normaliser(temperature)), within(1e-8));
    }

    /** By central differences of the loss in plain numbers, in which the normaliser is held fast. */
    @Test
    void theNormaliserIsAConstantToTheGradient() {
        double normaliser = normaliser(0.5);
        FiniteDifferences.check(
                leaf -> new NoiseContrast(0.5).of(leaf, memory, candidates),
                moved -> {
                    double[] flat = moved.toDoubleArray();
                    return manager.create(
                            expected(new double[][] {{flat[0], flat[1]}, {flat[2], flat[3]}}, 0.5, normaliser));
                },
                embeddings);
    }

    @Test
    void noGradientReachesTheMemory() {
        embeddings.setRequiresGradient(true);
        memory.setRequiresGradient(true);
        Autograd.backward(Autograd.recording(() -> new NoiseContrast(0.5).of(embeddings, memory, candidates)));
        assertThat(Autograd.gradient(embeddings)).isPresent();
        assertThat(Autograd.gradient(memory)).isEmpty();
    }

    /** exp(1/0.005) is no float32. */
    @Test
    void lowTemperaturesDoNotOverflow() {
        NDArray single = embeddings.toType(DataType.FLOAT32, true);
        float value = new NoiseContrast(0.005)
                .of(single, memory.toType(DataType.FLOAT32, true), candidates)
                .getFloat();
        assertThat(value).isFinite().isPositive();
    }

    /** Where nothing is known of an image, one in K + 1 is its own. */
    @Test
    void ofEmbeddingsThatSayNothingItIsThatOfChance() {
        NDArray nothing = manager.zeros(new Shape(2, 2), DataType.FLOAT64);
        assertThat(new NoiseContrast(0.1).of(nothing, memory, candidates).getDouble())
                .isCloseTo(Math.log(NEGATIVES + 1) + NEGATIVES * Math.log(1 + 1.0 / NEGATIVES), within(1e-12));
    }

    private static double normaliser(double temperature) {
        double sum = 0;
        for (int image = 0; image < 2; image++) {
            for (int row : CANDIDATES[image]) {
                sum += similarity(EMBEDDINGS[image], row, temperature);
            }
        }
        return MEMORY.length * sum / (2 * (NEGATIVES + 1));
    }

    private static double expected(double[][] at, double temperature, double normaliser) {
        double noise = (double) NEGATIVES / MEMORY.length;
        double sum = 0;
        for (int image = 0; image < 2; image++) {
            for (int k = 0; k <= NEGATIVES; k++) {
                double p = similarity(at[image], CANDIDATES[image][k], temperature) / normaliser;
                sum -= Math.log((k == 0 ? p : noise) / (p + noise));
            }
        }
        return sum / 2;
    }

    private static double similarity(double[] embedding, int row, double temperature) {
        return Math.exp((embedding[0] * MEMORY[row][0] + embedding[1] * MEMORY[row][1]) / temperature);
    }
}
