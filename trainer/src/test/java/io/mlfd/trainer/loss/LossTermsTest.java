package io.mlfd.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.UnreachableMemory;
import io.mlfd.trainer.loss.LossTerms.Term;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EngineExtension.class)
class LossTermsTest {
    private final NDManager step;

    LossTermsTest(NDManager step) {
        this.step = step;
    }

    @Test
    void totalIsTheWeightedSumAndValuesAreUnweighted() {
        LossTerms.Values values = LossTerms.of(term("soft", 0.5, 4), term("hard", 0.25, 8), term("unused", 0, 3))
                .values(1, "");
        assertThat(values.total()).isEqualTo(4);
        assertThat(values.terms()).containsExactly(entry("soft", 4f), entry("hard", 8f), entry("unused", 3f));
    }

    @Test
    void theBackwardPassReadsNoMemoryThatTheGarbageCollectorTookBack() {
        List<NDArray> leaves = new ArrayList<>();
        List<NDArray> totals = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            NDArray x = step.create(new float[] {2, 0});
            x.setRequiresGradient(true);
            leaves.add(x);
            totals.add(Autograd.recording(() -> LossTerms.of(
                            new Term("a", 0.5, Losses.softCrossEntropy(x.reshape(1, 2), x.reshape(1, 2), 4)),
                            new Term("b", 0.25, x.sum()))
                    .total()));
        }
        NDArray before = gradientOf(leaves.get(0), totals.get(0));
        UnreachableMemory.overwrite();

        for (int i = 1; i < leaves.size(); i++) {
            assertThat(gradientOf(leaves.get(i), totals.get(i)).toFloatArray()).isEqualTo(before.toFloatArray());
        }
    }

    private static NDArray gradientOf(NDArray leaf, NDArray total) {
        Autograd.backward(total);
        return Autograd.gradient(leaf).orElseThrow();
    }

    @Test
    void gradientOfTheTotalIsTheWeightedSumOfGradients() {
        NDArray x = step.create(new float[] {2});
        x.setRequiresGradient(true);
        LossTerms terms = Autograd.recording(() -> LossTerms.of(
                new Term("a", 0.5, x.mul(step.create(3f)).sum()),
                new Term("b", 2, x.square().sum())));
        assertThat(terms.values(0, "").total()).isEqualTo(11);
        Autograd.backward(terms.total());
        assertThat(Autograd.gradient(x).orElseThrow().toFloatArray()).containsExactly(9.5f);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aTermThatIsNotFiniteIsNamedWithItsStep(float bad) {
        LossTerms terms = LossTerms.of(term("hard", 1, 1), term("features", 1, bad));
        assertThatThrownBy(() -> terms.values(17, ""))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("loss features is " + bad + " at step 17");
    }

    @Test
    void aSumThatOverflowsIsNamedAsTheTotal() {
        LossTerms terms = LossTerms.of(term("a", 1, Float.MAX_VALUE), term("b", 1, Float.MAX_VALUE));
        assertThatThrownBy(() -> terms.values(0, "")).hasMessageStartingWith("loss total is Infinity");
    }

    @Test
    void refusesTermsWithTheSameNameAndTensors() {
        assertThatThrownBy(() -> LossTerms.of(term("a", 1, 1), term("a", 1, 1))).hasMessage("loss a is named twice");
        assertThatThrownBy(() -> new Term("a", 1, step.zeros(new Shape(2)))).hasMessage("loss a has shape (2)");
        assertThatThrownBy(() -> LossTerms.of(term("a", 0, 1))).hasMessage("loss: every weight is zero");
    }

    private Term term(String name, double weight, float value) {
        return new Term(name, weight, step.create(value));
    }
}
