package io.mlfd.trainer.method.mclokd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.nn.Scope;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class EmbeddingMemoryTest {
    private static final int IMAGES = 5;
    private static final int SIZE = 3;

    private final NDManager manager;
    private final Scope scope;
    private final EmbeddingMemory memory;

    EmbeddingMemoryTest(NDManager manager) {
        this.manager = manager;
        this.scope = Scope.root(manager, 1);
        this.memory = new EmbeddingMemory(scope.child("0"), IMAGES, 4, SIZE);
    }

    @Test
    void firstValuesAreDirectionsOfTheirOwn() {
        float[] rows = memory.rows().toFloatArray();
        for (int image = 0; image < IMAGES; image++) {
            assertThat(length(row(rows, image))).isCloseTo(1, within(1e-6));
        }
        assertThat(row(rows, 0)).isNotEqualTo(row(rows, 1));
        assertThat(new EmbeddingMemory(scope.child("1"), IMAGES, 4, SIZE).rows().toFloatArray())
                .isNotEqualTo(rows);
        assertThat(new EmbeddingMemory(Scope.root(manager, 1).child("0"), IMAGES, 4, SIZE)
                        .rows()
                        .toFloatArray())
                .isEqualTo(rows);
    }

    @Test
    void aBatchIsMixedInAtTheEndOfItsStepAndNothingElseMoves() {
        float[] before = memory.rows().toFloatArray();
        float[] embeddings = {0.6f, 0, 0.8f, 0, -1, 0};
        memory.leave(manager.create(embeddings, new Shape(2, SIZE)));
        assertThat(memory.rows().toFloatArray()).isEqualTo(before);

        memory.takeOver(new int[] {3, 1}, 0.25, manager);

        float[] after = memory.rows().toFloatArray();
        for (int image : new int[] {0, 2, 4}) {
            assertThat(row(after, image)).isEqualTo(row(before, image));
        }
        assertMixed(row(after, 3), row(before, 3), row(embeddings, 0));
        assertMixed(row(after, 1), row(before, 1), row(embeddings, 1));
    }

    /** A checkpoint between loss and end of step has it all; a shorter batch leaves the rest of the buffer alone. */
    @Test
    void whatIsLeftIsPartOfTheState() {
        memory.leave(manager.create(new float[] {1, 0, 0, 0, 1, 0}, new Shape(2, SIZE)));
        memory.leave(manager.create(new float[] {0, 0, 1}, new Shape(1, SIZE)));
        assertThat(scope.state().tensors()).containsOnlyKeys("0.memory", "0.latest");
        assertThat(scope.state().parameters()).isEmpty();
        assertThat(scope.state().tensors().get("0.latest").toFloatArray())
                .containsExactly(0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void whatIsLeftIsNoPartOfTheGraph() {
        var embeddings = manager.create(new float[] {1, 0, 0}, new Shape(1, SIZE));
        embeddings.setRequiresGradient(true);
        Autograd.backward(Autograd.recording(() -> {
            memory.leave(embeddings.mul(embeddings));
            return embeddings.sum();
        }));
        assertThat(Autograd.gradient(embeddings).orElseThrow().toFloatArray()).containsExactly(1, 1, 1);
        assertThat(scope.state().tensors().get("0.latest").hasGradient()).isFalse();
    }

    private static void assertMixed(float[] actual, float[] before, float[] embedding) {
        double[] mixed = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            mixed[i] = 0.25 * before[i] + 0.75 * embedding[i];
        }
        double length = Math.sqrt(Arrays.stream(mixed).map(x -> x * x).sum());
        for (int i = 0; i < SIZE; i++) {
            assertThat((double) actual[i]).isCloseTo(mixed[i] / length, within(1e-6));
        }
    }

    private static double length(float[] row) {
        double square = 0;
        for (float value : row) {
            square += (double) value * value;
        }
        return Math.sqrt(square);
    }

    private static float[] row(float[] rows, int image) {
        return Arrays.copyOfRange(rows, image * SIZE, (image + 1) * SIZE);
    }
}
