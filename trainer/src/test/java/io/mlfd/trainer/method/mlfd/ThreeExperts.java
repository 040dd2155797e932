package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.cache.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Three unlike experts, one of each data set, and every kind of joint teacher that fuses what they saw. */
final class ThreeExperts {
    /** Three networks of different depth and width; at "last" their maps have 8, 8 and 4 pixels a side. */
    static final List<JointShape.Expert> EXPERTS = List.of(
            new JointShape.Expert("a", NetworkShapes.named("resnet8").withWidth(4)),
            new JointShape.Expert("b", NetworkShapes.named("resnet14").withWidth(6)),
            new JointShape.Expert("c", NetworkShapes.named("resnet18").withWidth(3)));

    static final Map<String, Integer> CLASSES = classes();

    static final int WIDTH = 5;

    private ThreeExperts() {}

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

    static JointShape shape(String levels, Trunk trunk, Experts experts) {
        return shape(levels, trunk, experts, 0.5);
    }

    /** Out of fold, two experts stand for that of data set a, three for that of b, and that of c stands for itself. */
    static JointShape shape(String levels, Trunk trunk, Experts experts, double dropout) {
        List<JointShape.Expert> fused = experts == Experts.OUT_OF_FOLD
                ? List.of(folded(EXPERTS.get(0), 2), folded(EXPERTS.get(1), 3), EXPERTS.get(2))
                : EXPERTS;
        return new JointShape(fused, levels(levels), 32, trunk, experts, WIDTH, dropout);
    }

    private static JointShape.Expert folded(JointShape.Expert expert, int folds) {
        return new JointShape.Expert(expert.dataset(), expert.network(), expert.target(), OptionalInt.of(folds));
    }

    static List<Level> levels(String names) {
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

    static List<NDArray> features(JointShape shape, int count, int seed, NDManager manager) {
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

    static Map<String, List<Float>> values(JointTeacher teacher) {
        Map<String, List<Float>> values = new LinkedHashMap<>();
        teacher.state().variables().forEach((name, variable) -> values.put(name, floats(variable.tensor())));
        return values;
    }

    static List<Float> floats(NDArray array) {
        List<Float> values = new ArrayList<>();
        for (float value : array.toFloatArray()) {
            values.add(value);
        }
        return values;
    }
}
