package io.mlfd.trainer.method.mlfd;

import static io.mlfd.trainer.method.mlfd.ThreeExperts.CLASSES;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.features;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.floats;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.shape;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.values;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the data sets of one joint teacher share, and what of each the others neither see nor change. */
@ExtendWith(EngineExtension.class)
class JointTeacherSeparationTest {
    private final TorchEngine engine;

    JointTeacherSeparationTest(TorchEngine engine) {
        this.engine = engine;
    }

    static Stream<Arguments> variants() {
        return ThreeExperts.variants();
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
        JointShape shape = shape(levels, trunk, experts, 0);
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
            assertThat(changed).isNotEmpty().noneMatch(JointTeacherSeparationTest::isOfAOrC);
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

    private static List<NDArray> perturbed(List<NDArray> features, JointShape shape, String dataset) {
        List<NDArray> perturbed = new ArrayList<>(features);
        for (int l = 0; l < shape.levels().size(); l++) {
            for (int position : shape.positions(shape.expertOf(dataset))) {
                int segment = shape.segment(l, position);
                NDArray own = features.get(segment);
                perturbed.set(segment, own.square().add(own.getManager().create(3f)));
            }
        }
        return perturbed;
    }
}
