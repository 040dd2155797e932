package io.mlfd.trainer.method.mclokd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.Evaluator;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a step does beside what the loop does. */
@ExtendWith(EngineExtension.class)
class ContrastedLearnerTest {
    private static final int SIZE = ContrastedOrders.TWO.contrast().embeddingSize();

    private final TorchEngine engine;
    private final ContrastedLearner learner;

    ContrastedLearnerTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));
        this.learner = ContrastedLearnerContractTest.learner(data, manager, new Evaluator(engine, StopSignal.never()));
    }

    /** Of the second step, so that the memory has a past; with momentum 1/2. */
    @Test
    void theEndOfAStepBringsItsImagesIntoEveryMemoryAndLeavesTheOthers() {
        step(0);
        for (int branch = 0; branch < 2; branch++) {
            float[] before = memory(branch);
            float[][] rows = rows(before);
            try (NDManager scope = engine.step()) {
                Autograd.recording(() -> learner.loss(learner.phases(1).get(0), 1, scope));
            }
            assertThat(memory(branch)).as("a loss reads it and no more").isEqualTo(before);
            float[][] embeddings = rows(tensor("embeddings." + branch + ".latest"));

            try (NDManager scope = engine.step()) {
                learner.stepped(1, scope);
            }

            int[] batch = learner.batches().indices(1);
            Set<Integer> seen = Arrays.stream(batch).boxed().collect(Collectors.toSet());
            float[][] after = rows(memory(branch));
            for (int position = 0; position < batch.length; position++) {
                assertMixed(after[batch[position]], rows[batch[position]], embeddings[position]);
            }
            for (int image = 0; image < after.length; image++) {
                if (!seen.contains(image)) {
                    assertThat(after[image]).isEqualTo(rows[image]);
                }
            }
            assertThat(seen).hasSizeLessThan(after.length);
        }
    }

    @Test
    void filesHaveNeitherHeadsNorMemories() {
        assertThat(learner.state().variables().keySet())
                .contains("embeddings.1.fc.weight", "embeddings.1.memory", "embeddings.1.latest");
        assertThat(learner.artifacts()).extracting(Artifact::output).containsExactly("branch-1", "branch-2");
        assertThat(learner.artifacts())
                .allSatisfy(file -> assertThat(file.tensors().values())
                        .isNotEmpty()
                        .noneMatch(name -> name.startsWith("embeddings.")));
    }

    private void step(long step) {
        try (NDManager scope = engine.step()) {
            Autograd.recording(() -> learner.loss(learner.phases(step).get(0), step, scope));
            learner.stepped(step, scope);
        }
    }

    private static void assertMixed(float[] actual, float[] before, float[] embedding) {
        double square = IntStream.range(0, SIZE)
                .mapToDouble(i -> before[i] + embedding[i])
                .map(x -> x * x)
                .sum();
        for (int i = 0; i < SIZE; i++) {
            assertThat((double) actual[i]).isCloseTo((before[i] + embedding[i]) / Math.sqrt(square), within(1e-6));
        }
    }

    private float[] memory(int branch) {
        return tensor("embeddings." + branch + ".memory");
    }

    private float[] tensor(String name) {
        return learner.state().tensors().get(name).toFloatArray();
    }

    private static float[][] rows(float[] values) {
        return IntStream.range(0, values.length / SIZE)
                .mapToObj(row -> Arrays.copyOfRange(values, row * SIZE, (row + 1) * SIZE))
                .toArray(float[][]::new);
    }
}
