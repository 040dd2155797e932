package io.mlfd.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.mlfd.api.DeviceChoice;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TorchEngineTest {
    @Test
    void opensRepeatedlyWithDifferentThreadCounts() {
        for (int threads : new int[] {1, 2, 1}) {
            try (TorchEngine engine = TorchEngine.open(threads, TestDevice.choice())) {
                assertThat(JniUtils.getNumThreads()).isEqualTo(threads);
                assertThat(engine.threads()).isEqualTo(threads);
            }
        }
    }

    @Test
    void refusesZeroThreads() {
        assertThatThrownBy(() -> TorchEngine.open(0, TestDevice.choice()))
                .isInstanceOf(TorchEngineException.class)
                .hasMessage("threads: 0 is not positive");
    }

    @Test
    void autoIsAGpuWhereTestsHaveOneAndElseTheCpu() {
        try (TorchEngine engine = TorchEngine.open(1, DeviceChoice.AUTO)) {
            boolean gpu = TestDevice.choice() == DeviceChoice.CUDA;
            assertThat(engine.manager().getDevice()).isEqualTo(gpu ? Device.gpu(0) : Device.cpu());
            assertThat(engine.deviceNotice())
                    .isEqualTo(engine.accelerator().map(accelerator -> "computes on " + accelerator.text()));
            assertThat(engine.accelerator().stream()
                            .flatMap(found -> Stream.of(found.name(), found.driver(), found.cuda(), found.cudnn())))
                    .hasSize(gpu ? 4 : 0)
                    .allMatch(Optional::isPresent);
        }
    }

    /** Every libtorch has the setters, also one for CPUs: a name that a new version no longer exports is found here. */
    @Test
    void theArithmeticOfAGpuCanBeSet() {
        TorchEngine.open(1, TestDevice.choice()).close();
        assertThatCode(CudaArithmetic::makeDeterministic).doesNotThrowAnyException();
    }

    @Test
    void anAcceleratorTellsWhatIsKnownOfIt() {
        assertThat(new Accelerator(
                                Optional.of("NVIDIA H100"),
                                Optional.of("580.1"),
                                Optional.of("12.8"),
                                Optional.empty(),
                                false)
                        .text())
                .isEqualTo("NVIDIA H100 (driver 580.1, CUDA 12.8, TF32 off)");
        assertThat(new Accelerator(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true).text())
                .isEqualTo("GPU (TF32 on)");
    }

    @Test
    void seedDecidesDropout() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice())) {
            assertThat(draw(engine, 7)).isEqualTo(draw(engine, 7)).isNotEqualTo(draw(engine, 8));
        }
    }

    @Test
    void closingAStepFreesWhatItComputed() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice())) {
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
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice())) {
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
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
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
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
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
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
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
