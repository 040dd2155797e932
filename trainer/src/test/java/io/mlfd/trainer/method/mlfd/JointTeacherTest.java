package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.MethodSpec.Experts;
import io.mlfd.api.MethodSpec.Trunk;
import io.mlfd.plan.Architecture;
import io.mlfd.plan.Architecture.Family;
import io.mlfd.plan.Level;
import io.mlfd.trainer.cache.Segment;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(EngineExtension.class)
class JointTeacherTest {
    /** Three networks of different depth and width; at "last" their maps have 8, 8 and 4 pixels a side. */
    private static final List<JointShape.Expert> EXPERTS = List.of(
            new JointShape.Expert("a", new Architecture(Family.RESNET8, 4)),
            new JointShape.Expert("b", new Architecture(Family.RESNET14, 6)),
            new JointShape.Expert("c", new Architecture(Family.RESNET18, 3)));

    private static final Map<String, Integer> CLASSES = classes();
    private static final int WIDTH = 5;

    private final TorchEngine engine;

    JointTeacherTest(TorchEngine engine) {
        this.engine = engine;
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                        "last",
                        "embedding",
                        "last-1",
                        "last,embedding",
                        "last-1,last",
                        "last-2,last",
                        "last-2,embedding",
                        "last-2,last-1,last,embedding")
                .flatMap(levels -> Stream.of(Trunk.values()).flatMap(trunk -> Stream.of(Experts.values())
                        .map(experts -> Arguments.of(levels, trunk, experts))));
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
                    int stages = EXPERTS.get(expert).architecture().family().stages();
                    int width = EXPERTS.get(expert).architecture().width();
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

    @ParameterizedTest
    @MethodSource("variants")
    void gradientsReachEverythingThatServesTheBatchAndNothingElse(String levels, Trunk trunk, Experts experts) {
        JointShape shape = shape(levels, trunk, experts);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 0, manager);
            NDArray labels = manager.create(new long[] {0, 1, 1});
            List<NDArray> features = features(shape, 3, 1, manager);
            Autograd.backward(Autograd.recording(() -> Losses.crossEntropy(
                    teacher.forward("b", features, Mode.TRAIN).logits(), labels, 0)));
            Set<String> reached = new TreeSet<>();
            Set<String> expected = new TreeSet<>();
            for (Parameter parameter : teacher.state().parameters()) {
                if (parameter.gradient().isPresent()) {
                    reached.add(parameter.name());
                }
                if (serves(parameter.name(), shape)) {
                    expected.add(parameter.name());
                }
            }
            assertThat(reached).isEqualTo(expected);
            assertThat(features).allMatch(feature -> Autograd.gradient(feature).isEmpty());
        }
    }

    /** Whether a parameter has a part in the logits of data set b, whose own expert is b too. */
    private static boolean serves(String name, JointShape shape) {
        if (name.contains(".adaptors.b.") && shape.fused() == Experts.OTHERS) {
            return false;
        }
        return name.startsWith("trunk.")
                || name.startsWith("trunks.b.")
                || name.startsWith("heads.b.")
                || name.startsWith("necks.b.");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theOwnExpertHasNoInfluenceWhenOthersAreFused(String levels, Trunk trunk, Experts experts) {
        JointShape shape = new JointShape(EXPERTS, levels(levels), 32, trunk, experts, WIDTH, 0);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 0, manager);
            for (Mode mode : new Mode[] {Mode.TRAIN, Mode.EVAL}) {
                List<NDArray> features = features(shape, 3, 1, manager);
                List<NDArray> without = perturbed(features, shape, "b");
                JointOutput before = teacher.forward("b", features, mode);
                JointOutput after = teacher.forward("b", without, mode);
                JointOutput other = teacher.forward("b", perturbed(features, shape, "c"), mode);
                boolean blind = experts == Experts.OTHERS;
                assertThat(floats(after.logits()).equals(floats(before.logits())))
                        .isEqualTo(blind);
                for (int l = 0; l < before.maps().size(); l++) {
                    assertThat(floats(after.maps().get(l))
                                    .equals(floats(before.maps().get(l))))
                            .isEqualTo(blind);
                }
                assertThat(floats(other.logits())).isNotEqualTo(floats(before.logits()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aBatchOfOneDataSetLeavesWhatBelongsToTheOthersAlone(String levels, Trunk trunk, Experts experts) {
        JointShape shape = shape(levels, trunk, experts);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 0, manager);
            Map<String, List<Float>> before = values(teacher);
            try (AdamW optimizer = new AdamW(ParameterGroup.all(teacher.state().parameters(), 0.1), manager)) {
                for (int step = 0; step < 2; step++) {
                    NDArray labels = manager.create(new long[] {0, 1, 1});
                    List<NDArray> features = features(shape, 3, step, manager);
                    Autograd.backward(Autograd.recording(() -> Losses.crossEntropy(
                            teacher.forward("b", features, Mode.TRAIN).logits(), labels, 0)));
                    optimizer.step(0.01);
                }
            }
            Map<String, List<Float>> after = values(teacher);
            Set<String> changed = before.keySet().stream()
                    .filter(name -> !before.get(name).equals(after.get(name)))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(changed).isNotEmpty().noneMatch(JointTeacherTest::isOfAOrC);
            assertThat(changed).anyMatch(name -> name.startsWith("heads.b."));
            assertThat(changed).anyMatch(name -> name.endsWith(".b.running_mean"));
        }
    }

    private static boolean isOfAOrC(String name) {
        return Stream.of("a", "c")
                .anyMatch(dataset -> name.startsWith("trunks." + dataset + ".")
                        || name.startsWith("heads." + dataset + ".")
                        || name.startsWith("necks." + dataset + ".")
                        || name.endsWith("." + dataset + ".running_mean")
                        || name.endsWith("." + dataset + ".running_var"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theTeacherOfOneDataSetIsAPartOfTheWhole(String levels, Trunk trunk, Experts experts) {
        JointShape shape = shape(levels, trunk, experts);
        try (NDManager manager = engine.step()) {
            JointTeacher whole = JointTeacher.create(shape, CLASSES, 3, manager);
            JointTeacher part = JointTeacher.create(shape, Map.of("b", CLASSES.get("b")), 3, manager);
            List<NDArray> features = features(shape, 2, 1, manager);
            JointOutput expected = whole.forward("b", features, Mode.EVAL);
            JointOutput actual = part.forward("b", features, Mode.EVAL);
            assertThat(whole.state().variables().keySet())
                    .containsAll(part.state().variables().keySet());
            assertThat(part.state().variables())
                    .hasSizeLessThan(whole.state().variables().size());
            assertThat(floats(actual.logits())).isEqualTo(floats(expected.logits()));
            for (int l = 0; l < expected.maps().size(); l++) {
                assertThat(floats(actual.maps().get(l)))
                        .isEqualTo(floats(expected.maps().get(l)));
            }
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
                        new JointShape.Expert("a", new Architecture(Family.RESNET8, 1)),
                        new JointShape.Expert("b", new Architecture(Family.RESNET8, 1))),
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

    private static JointShape shape(String levels, Trunk trunk, Experts experts) {
        return new JointShape(EXPERTS, levels(levels), 32, trunk, experts, WIDTH, 0.5);
    }

    private static List<Level> levels(String names) {
        return Arrays.stream(names.split(","))
                .map(name -> Level.parse(name).orElseThrow())
                .toList();
    }

    private static Map<String, Integer> classes() {
        Map<String, Integer> classes = new LinkedHashMap<>();
        classes.put("a", 2);
        classes.put("b", 3);
        classes.put("c", 4);
        return classes;
    }

    private static List<NDArray> features(JointShape shape, int count, int seed, NDManager manager) {
        List<NDArray> features = new ArrayList<>();
        int salt = 0;
        for (Segment segment : shape.segments()) {
            float[] values = new float[count * segment.length()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sin(1.7 * i + seed + 10 * salt) + (i % 3);
            }
            salt++;
            long[] axes = Stream.concat(Stream.of(count), segment.shape().stream())
                    .mapToLong(Integer::longValue)
                    .toArray();
            features.add(manager.create(values, new Shape(axes)));
        }
        return features;
    }

    private static List<NDArray> perturbed(List<NDArray> features, JointShape shape, String dataset) {
        List<NDArray> perturbed = new ArrayList<>(features);
        for (int l = 0; l < shape.levels().size(); l++) {
            int segment = shape.segment(l, shape.expertOf(dataset));
            NDArray own = features.get(segment);
            perturbed.set(segment, own.square().add(own.getManager().create(3f)));
        }
        return perturbed;
    }

    private void assign(JointTeacher teacher, String name, float... values) {
        var variable = teacher.state().variables().get(name);
        try (NDManager scratch = engine.step()) {
            variable.assign(scratch.create(values, variable.shape()));
        }
    }

    private static Map<String, List<Float>> values(JointTeacher teacher) {
        Map<String, List<Float>> values = new LinkedHashMap<>();
        teacher.state().variables().forEach((name, variable) -> values.put(name, floats(variable.tensor())));
        return values;
    }

    private static List<Float> floats(NDArray array) {
        List<Float> values = new ArrayList<>();
        for (float value : array.toFloatArray()) {
            values.add(value);
        }
        return values;
    }
}
