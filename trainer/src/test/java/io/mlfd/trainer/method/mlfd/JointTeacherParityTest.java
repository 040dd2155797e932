package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T* against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_joint_fixture.py}. */
class JointTeacherParityTest {
    private static final List<String> LEVELS = List.of("last-1", "last", "embedding");
    private static final double TOLERANCE = 2e-5;

    /** The file is made by {@code trainer/src/test/python/make_activation_fixture.py}. */
    @ParameterizedTest
    @CsvSource({"RELU", "SILU"})
    void soItIsWithOtherActivations(Activation activation) {
        same("activation", activation.toString(), shape(Trunk.SHARED, Experts.ALL, activation));
    }

    @ParameterizedTest
    @CsvSource({"SHARED,ALL", "SHARED,OTHERS", "PER_DATASET,ALL", "PER_DATASET,OTHERS"})
    void itIsWhatPyTorchComputes(Trunk trunk, Experts experts) {
        same("joint", trunk + "/" + experts, shape(trunk, experts, Activation.GELU));
    }

    private static void same(String file, String key, JointShape shape) {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            PyTorchFixture fixture = PyTorchFixture.read(file, manager);
            JointTeacher teacher = JointTeacher.create(shape, Map.of("a", 5), 0, manager);
            teacher.state().load(fixture.below(key + "/weights/"));
            List<NDArray> features = new ArrayList<>();
            for (String level : LEVELS) {
                for (String expert : List.of("a", "b")) {
                    features.add(fixture.get("features/" + level + "/" + expert));
                }
            }

            JointOutput trained = Autograd.recording(() -> {
                JointOutput output = teacher.forward("a", features, Mode.TRAIN);
                Autograd.backward(Losses.crossEntropy(output.logits(), fixture.get("labels"), 0));
                return output;
            });
            same(trained, fixture, key + "/train");
            Parameter adaptor = teacher.state().parameters().stream()
                    .filter(parameter -> parameter.name().endsWith("last-1.adaptors.b.projection.weight"))
                    .findFirst()
                    .orElseThrow();
            fixture.assertSame(key + "/train/gradient", adaptor.gradient().orElseThrow(), TOLERANCE);
            StateDict state = teacher.state();
            Map<String, NDArray> statistics = fixture.below(key + "/statistics/");
            assertThat(state.buffers()).hasSameSizeAs(statistics.keySet());
            state.buffers()
                    .forEach(buffer -> PyTorchFixture.assertSame(
                            buffer.name(), buffer.tensor(), statistics.get(buffer.name()), TOLERANCE));

            same(teacher.forward("a", features, Mode.EVAL), fixture, key + "/eval");
        }
    }

    private static JointShape shape(Trunk trunk, Experts experts, Activation activation) {
        return new JointShape(
                List.of(
                        // Channels 4 and 8 at the last two stages, 2 and 4.
                        new JointShape.Expert(
                                "a", NetworkShapes.named("resnet8").withWidth(2)),
                        new JointShape.Expert(
                                "b", NetworkShapes.named("resnet8").withWidth(1))),
                LEVELS.stream().map(name -> Level.parse(name).orElseThrow()).toList(),
                8,
                trunk,
                experts,
                3,
                0,
                List.of(),
                Optional.empty(),
                activation);
    }

    private static void same(JointOutput actual, PyTorchFixture fixture, String key) {
        for (int l = 0; l < LEVELS.size(); l++) {
            fixture.assertSame(key + "/maps/" + LEVELS.get(l), actual.maps().get(l), TOLERANCE);
        }
        fixture.assertSame(key + "/logits", actual.logits(), TOLERANCE);
    }
}
