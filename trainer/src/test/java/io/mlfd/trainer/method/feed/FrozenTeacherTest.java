package io.mlfd.trainer.method.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class FrozenTeacherTest {
    private static final int SIZE = 16;
    private static final int STAGES = 3;

    private final NDManager manager;
    private final Network network;
    private final FrozenTeacher teacher;
    private final NDArray images;

    FrozenTeacherTest(NDManager manager) {
        this.manager = manager;
        this.network = Networks.build(NetworkShapes.named("resnet8").withWidth(2), 5, Scope.root(manager, 1));
        this.teacher = new FrozenTeacher(network, new Level.FeatureMap(0), SIZE);
        this.images = manager.randomNormal(0.5f, 2, new Shape(6, 3, SIZE, SIZE), DataType.FLOAT32);
    }

    /** Statistics that are not those of the images at hand. */
    @BeforeEach
    void train() {
        Autograd.withoutRecording(() -> network.forward(images, Mode.TRAIN).logits());
    }

    @Test
    void mapsAndLogitsAreThoseOfEvaluation() {
        List<NDArray> evaluated = Autograd.withoutRecording(() -> network.firstMaps(STAGES, images, Mode.EVAL));
        assertThat(teacher.channels()).isEqualTo(8);
        assertThat(teacher.of(images).toFloatArray())
                .containsExactly(evaluated.get(STAGES - 1).toFloatArray());
        float[] logits = Autograd.withoutRecording(
                () -> network.forward(images, Mode.EVAL).logits().toFloatArray());
        assertThat(teacher.logits(images).toFloatArray()).containsExactly(logits);
        assertThat(teacher.logitsFrom(evaluated.get(STAGES - 1)).toFloatArray()).containsExactly(logits);
        assertThat(FrozenTeacher.ensembleLogits(List.of(teacher), images).toFloatArray())
                .containsExactly(logits);
        assertThat(Autograd.withoutRecording(
                        () -> network.forward(images, Mode.TRAIN).logits().toFloatArray()))
                .as("training would give others")
                .isNotEqualTo(logits);
    }

    @Test
    void nothingOfItChanges() {
        Map<String, float[]> before = values();
        for (UnaryOperator<NDArray> use : uses()) {
            assertThat(use.apply(images).toFloatArray())
                    .containsExactly(use.apply(images).toFloatArray());
        }
        assertThat(values()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void noGradientReachesIt() {
        for (UnaryOperator<NDArray> use : uses()) {
            NDArray pupil = manager.create(2f);
            pupil.setRequiresGradient(true);
            Autograd.backward(Autograd.recording(
                    () -> use.apply(images).mul(pupil).square().sum()));
            assertThat(Autograd.gradient(pupil)).isPresent();
            assertThat(network.state().parameters())
                    .extracting(Parameter::gradient)
                    .allMatch(Optional::isEmpty);
        }
    }

    private List<UnaryOperator<NDArray>> uses() {
        return List.of(
                teacher::of,
                teacher::logits,
                each -> teacher.logitsFrom(teacher.of(each)),
                each -> FrozenTeacher.ensembleLogits(List.of(teacher), each));
    }

    private Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.state().tensors().forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
        return values;
    }
}
