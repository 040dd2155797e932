package io.mlfd.trainer.method.mlfd;

import static io.mlfd.trainer.method.mlfd.ThreeExperts.CLASSES;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.EXPERTS;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.WIDTH;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.features;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.floats;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.levels;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.shape;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a joint teacher computes from the features of its experts. */
@ExtendWith(EngineExtension.class)
class JointTeacherTest {
    private final TorchEngine engine;

    JointTeacherTest(TorchEngine engine) {
        this.engine = engine;
    }

    static Stream<Arguments> variants() {
        return ThreeExperts.variants();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyMapHasTheStudentsWidthAtTheCommonSize(String levels, Trunk trunk, Experts experts) {
        JointShape shape = shape(levels, trunk, experts);
        Map<String, Integer> commonSizes = Map.of("last-2", 16, "last-1", 8, "last", 4);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 0, manager);
            for (int expert = 0; expert < EXPERTS.size(); expert++) {
                String dataset = EXPERTS.get(expert).dataset();
                JointOutput output = teacher.forward(dataset, features(shape, 2, 1, manager), Mode.EVAL);
                assertThat(output.logits().getShape()).isEqualTo(new Shape(2, CLASSES.get(dataset)));
                List<Shape> expected = new ArrayList<>();
                for (String level : levels.split(",")) {
                    int stages = EXPERTS.get(expert).network().stageCount();
                    int width = EXPERTS.get(expert).network().width();
                    int fromEnd = level.startsWith("last-") ? level.charAt(5) - '0' : 0;
                    int channels = width << (stages - 1 - fromEnd);
                    expected.add(
                            level.equals("embedding")
                                    ? new Shape(2, channels)
                                    : new Shape(2, channels, commonSizes.get(level), commonSizes.get(level)));
                }
                assertThat(output.maps()).extracting(NDArray::getShape).containsExactlyElementsOf(expected);
            }
        }
    }

    /** T*'s maps come to the width and size of a student of another network; what is cached stays the experts'. */
    @ParameterizedTest
    @EnumSource(Trunk.class)
    void mapsHaveTheShapeOfAStudentOfAnotherNetwork(Trunk trunk) {
        JointShape shape = new JointShape(
                List.of(
                        new JointShape.Expert(
                                "a",
                                NetworkShapes.named("resnet20").withWidth(8),
                                NetworkShapes.named("resnet18").withWidth(3)),
                        new JointShape.Expert(
                                "b", NetworkShapes.named("resnet8").withWidth(4))),
                List.of(Level.parse("last").orElseThrow(), new Level.Embedding()),
                16,
                trunk,
                Experts.ALL,
                2,
                0.5);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, Map.of("a", 5, "b", 4), 0, manager);
            List<NDArray> features = List.of(
                    manager.zeros(new Shape(2, 32, 2, 2)),
                    manager.zeros(new Shape(2, 16, 2, 2)),
                    manager.zeros(new Shape(2, 32)),
                    manager.zeros(new Shape(2, 16)));
            assertThat(teacher.forward("a", features, Mode.EVAL).maps())
                    .extracting(NDArray::getShape)
                    .containsExactly(new Shape(2, 24, 2, 2), new Shape(2, 24));
            assertThat(teacher.forward("b", features, Mode.EVAL).maps())
                    .extracting(NDArray::getShape)
                    .containsExactly(new Shape(2, 16, 2, 2), new Shape(2, 16));
        }
    }

    /**
     * d = 1 and one channel in use: with normalisation at rest (statistics 0 and 1, scale s = 1/sqrt(1 + 1e-5)) the
     * embedding's T* is, by hand, u_a = 2 s x_a + 0.5, u_b = -s x_b, v = GELU(s u), M = GELU(s (v_a + 3 v_b)), z = 4 M + 1.
     */
    @Test
    void fusionOfSingleChannelsIsTheEquation() {
        JointShape shape = new JointShape(
                List.of(
                        new JointShape.Expert(
                                "a", NetworkShapes.named("resnet8").withWidth(1)),
                        new JointShape.Expert(
                                "b", NetworkShapes.named("resnet8").withWidth(1))),
                List.of(new Level.Embedding()),
                8,
                Trunk.PER_DATASET,
                Experts.ALL,
                1,
                0.5);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, Map.of("a", 1), 0, manager);
            String trunk = "trunks.a.embedding.";
            assign(teacher, trunk + "adaptors.a.projection.weight", 2, 0, 0, 0);
            assign(teacher, trunk + "adaptors.a.projection.bias", 0.5f);
            assign(teacher, trunk + "adaptors.b.projection.weight", 0, 0, 0, -1);
            assign(teacher, trunk + "adaptors.b.projection.bias", 0);
            assign(teacher, trunk + "output.projection.weight", 1, 3, 0, 0, 0, 0, 0, 0);
            assign(teacher, trunk + "output.projection.bias", 0, 0, 0, 0);
            assign(teacher, "heads.a.weight", 4, 0, 0, 0);
            assign(teacher, "heads.a.bias", 1);
            double xa = 0.75;
            double xb = -1.25;
            NDArray a = manager.create(new float[] {(float) xa, 7, 7, 7}, new Shape(1, 4));
            NDArray b = manager.create(new float[] {7, 7, 7, (float) xb}, new Shape(1, 4));
            JointOutput output = teacher.forward("a", List.of(a, b), Mode.EVAL);
            double s = 1 / Math.sqrt(1 + 1e-5);
            double va = gelu(s * (2 * s * xa + 0.5));
            double vb = gelu(s * (-s * xb));
            double map = gelu(s * (va + 3 * vb));
            assertThat((double) output.maps().get(0).getFloat(0, 0)).isCloseTo(map, within(1e-5));
            assertThat((double) output.logits().getFloat(0, 0)).isCloseTo(4 * map + 1, within(1e-5));
        }
    }

    /** By Simpson's rule over the density, independent of the engine's erf. */
    private static double gelu(double x) {
        int n = 2000;
        double h = x / n;
        double integral = 0;
        for (int i = 0; i <= n; i++) {
            double t = i * h;
            double weight = i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2;
            integral += weight * Math.exp(-t * t / 2);
        }
        return x * (0.5 + integral * h / 3 / Math.sqrt(2 * Math.PI));
    }

    @Test
    void aBatchOfOneImageTrains() {
        JointShape shape = shape("embedding", Trunk.SHARED, Experts.ALL);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 0, manager);
            JointOutput output = teacher.forward("a", features(shape, 1, 1, manager), Mode.TRAIN);
            assertThat(floats(output.logits())).allMatch(Float::isFinite);
            assertThat(values(teacher).values())
                    .allSatisfy(values -> assertThat(values).allMatch(Float::isFinite));
        }
    }

    @Test
    void dropoutStandsInFrontOfTheHeadInTrainingOnly() {
        JointShape shape = shape("last", Trunk.PER_DATASET, Experts.ALL);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 0, manager);
            List<NDArray> features = features(shape, 4, 1, manager);
            engine.seed(1);
            JointOutput first = teacher.forward("a", features, Mode.TRAIN);
            engine.seed(2);
            JointOutput second = teacher.forward("a", features, Mode.TRAIN);
            assertThat(floats(first.maps().get(0)))
                    .isEqualTo(floats(second.maps().get(0)));
            assertThat(floats(first.logits())).isNotEqualTo(floats(second.logits()));
            assertThat(floats(teacher.forward("a", features, Mode.EVAL).logits()))
                    .isEqualTo(floats(teacher.forward("a", features, Mode.EVAL).logits()));
        }
    }

    @Test
    void whatCannotBeFusedIsRefused() {
        assertThatThrownBy(() -> shape("embedding,last", Trunk.SHARED, Experts.ALL))
                .hasMessageContaining("early to late");
        assertThatThrownBy(() -> shape("last-3", Trunk.SHARED, Experts.ALL).segments())
                .hasMessage("level last-3: the network of data set a lacks it");
        assertThatThrownBy(() -> new JointShape(
                        EXPERTS.subList(0, 1), levels("last"), 32, Trunk.SHARED, Experts.OTHERS, WIDTH, 0))
                .hasMessageContaining("too few");
    }

    private void assign(JointTeacher teacher, String name, float... values) {
        var variable = teacher.state().variables().get(name);
        try (NDManager scratch = engine.step()) {
            variable.assign(scratch.create(values, variable.shape()));
        }
    }
}
