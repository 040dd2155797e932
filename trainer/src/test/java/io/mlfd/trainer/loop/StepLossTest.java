package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.loss.LossTerms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class StepLossTest {
    private final NDManager step;

    StepLossTest(NDManager step) {
        this.step = step;
    }

    @Test
    void imagesOfTheHighestLogitsAreCounted() {
        NDArray logits = step.create(new float[] {0, 1, 2, 5, 3, 4, -1, -3, -2, 0, 9, 0}, new Shape(4, 3));
        NDArray labels = step.create(new long[] {2, 1, 0, 1});
        LossTerms terms = LossTerms.of(new LossTerms.Term("hard", 1, step.create(1f)));

        StepLoss loss = Autograd.recording(() -> StepLoss.ofClassification(terms, logits, labels));

        assertThat(loss.images()).isEqualTo(4);
        assertThat(loss.correct()).hasValue(3);
        assertThat(loss.terms()).isSameAs(terms);
    }
}
