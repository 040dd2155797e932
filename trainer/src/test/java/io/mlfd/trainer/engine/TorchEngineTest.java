package io.mlfd.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TorchEngineTest {
    @Test
    void opensRepeatedlyWithDifferentThreadCounts() {
        for (int threads : new int[] {1, 2, 1}) {
            try (TorchEngine engine = TorchEngine.open(threads)) {
                assertThat(JniUtils.getNumThreads()).isEqualTo(threads);
                assertThat(engine.threads()).isEqualTo(threads);
            }
        }
    }

    @Test
    void refusesZeroThreads() {
        assertThatThrownBy(() -> TorchEngine.open(0))
                .isInstanceOf(TorchEngineException.class)
                .hasMessage("threads: 0 is not positive");
    }

    @Test
    void seedDecidesDropout() {
        try (TorchEngine engine = TorchEngine.open(1)) {
            assertThat(draw(engine, 7)).isEqualTo(draw(engine, 7)).isNotEqualTo(draw(engine, 8));
        }
    }

    @Test
    void closingAStepFreesWhatItComputed() {
        try (TorchEngine engine = TorchEngine.open(1)) {
            NDArray kept;
            try (NDManager step = engine.step()) {
                kept = step.ones(new Shape(2)).add(1);
            }
            assertThat(kept.isReleased()).isTrue();
            assertThat(engine.manager().getManagedArrays()).isEmpty();
        }
    }

    @Test
    void backwardWorksRepeatedlyAndOnEveryThread() {
        try (TorchEngine engine = TorchEngine.open(1)) {
            for (int repeat = 0; repeat < 3; repeat++) {
                assertThat(derivativeOfSquare(engine, 3)).isEqualTo(6);
                assertThat(CompletableFuture.supplyAsync(() -> derivativeOfSquare(engine, 5))
                                .join())
                        .isEqualTo(10);
            }
        }
    }

    @Test
    void gradientsOfTwoBackwardPassesAddUp() {
        try (TorchEngine engine = TorchEngine.open(1);
                NDManager step = engine.step()) {
            NDArray x = step.create(new float[] {3});
            x.setRequiresGradient(true);
            for (int pass = 0; pass < 2; pass++) {
                Autograd.backward(Autograd.recording(() -> x.mul(x).sum()));
            }
            assertThat(Autograd.gradient(x).orElseThrow().toFloatArray()).containsExactly(12);
        }
    }

    @Test
    void nothingIsRecordedUnlessAskedFor() {
        try (TorchEngine engine = TorchEngine.open(1);
                NDManager step = engine.step()) {
            NDArray x = step.create(new float[] {3});
            x.setRequiresGradient(true);
            NDArray constant = Autograd.recording(() -> {
                NDArray teacher = Autograd.withoutRecording(() -> x.mul(x));
                assertThat(JniUtils.isGradMode()).isTrue();
                return x.mul(teacher).sum();
            });
            Autograd.backward(constant);
            assertThat(Autograd.gradient(x).orElseThrow().toFloatArray()).containsExactly(9);
            assertThat(JniUtils.isGradMode()).isFalse();
            assertThat(JniUtils.requiresGrad((ai.djl.pytorch.engine.PtNDArray) x.mul(2)))
                    .isFalse();
        }
    }

    @Test
    void backwardRefusesMoreThanOneElement() {
        try (TorchEngine engine = TorchEngine.open(1);
                NDManager step = engine.step()) {
            NDArray two = step.ones(new Shape(2));
            assertThatThrownBy(() -> Autograd.backward(two)).hasMessageContaining("needed is one element");
        }
    }

    private static float derivativeOfSquare(TorchEngine engine, float at) {
        try (NDManager step = engine.step()) {
            NDArray x = step.create(new float[] {at});
            x.setRequiresGradient(true);
            Autograd.backward(Autograd.recording(() -> x.mul(x).sum()));
            return Autograd.gradient(x).orElseThrow().toFloatArray()[0];
        }
    }

    private static float[] draw(TorchEngine engine, long seed) {
        engine.seed(seed);
        try (NDManager step = engine.step()) {
            return JniUtils.dropout((ai.djl.pytorch.engine.PtNDArray) step.ones(new Shape(64)), 0.5, true)
                    .toFloatArray();
        }
    }
}
