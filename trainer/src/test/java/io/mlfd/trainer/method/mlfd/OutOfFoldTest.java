package io.mlfd.trainer.method.mlfd;

import static io.mlfd.trainer.method.mlfd.ThreeExperts.CLASSES;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.features;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.floats;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.shape;
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
import io.mlfd.trainer.cache.Segment;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom of a data set's fold experts the joint teacher hears. */
@ExtendWith(EngineExtension.class)
class OutOfFoldTest {
    private static final String LEVELS = "last-1,last,embedding";

    private final TorchEngine engine;

    OutOfFoldTest(TorchEngine engine) {
        this.engine = engine;
    }

    /**
     * d = 1, normalisation at rest (s = 1/sqrt(1 + 1e-5)), adaptors u_1 = 2 s x_1 + 0.5, u_2 = -s x_2 + 1, u_3 = 3 s x_3: of an image in
     * fold k the voice is u_k, of any other their mean.
     */
    @Test
    void aVoiceIsTheOneExpertThatHasNotSeenTheImageOrTheMeanOfAll() {
        JointShape shape = new JointShape(
                List.of(new JointShape.Expert(
                        "a",
                        NetworkShapes.named("resnet8").withWidth(1),
                        NetworkShapes.named("resnet8").withWidth(1),
                        OptionalInt.of(3))),
                List.of(new Level.FeatureMap(0)),
                32,
                Trunk.PER_DATASET,
                Experts.OUT_OF_FOLD,
                1,
                0);
        try (NDManager manager = engine.step()) {
            Scope scope = Scope.root(manager, 0);
            Voice voice = new Voice(scope, shape, new Level.FeatureMap(0), 0, List.of("a", "b"));
            float[][] projections = {{2, 0, 0, 0, 0.5f}, {0, -1, 0, 0, 1}, {0, 0, 3, 0, 0}};
            for (int k = 0; k < 3; k++) {
                assign(
                        scope,
                        "a/fold-" + (k + 1) + ".projection.weight",
                        projections[k][0],
                        projections[k][1],
                        projections[k][2],
                        0);
                assign(scope, "a/fold-" + (k + 1) + ".projection.bias", projections[k][4]);
            }
            double s = 1 / Math.sqrt(1 + 1e-5);
            int images = 4;
            List<NDArray> features = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                float[] values = new float[images * 4 * 4];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sin(i + 20 * k);
                }
                features.add(manager.create(values, new Shape(images, 4, 2, 2)));
            }
            int[] folds = {2, 0, 1, 0};
            NDArray held = voice.forward(features, Optional.of(folds), "a", Mode.EVAL);
            NDArray others = voice.forward(features, Optional.empty(), "b", Mode.EVAL);
            assertThat(held.getShape()).isEqualTo(new Shape(images, 1, 2, 2));
            for (int image = 0; image < images; image++) {
                for (int pixel = 0; pixel < 4; pixel++) {
                    double[] u = {
                        2 * s * value(features.get(0), image, 0, pixel) + 0.5,
                        -s * value(features.get(1), image, 1, pixel) + 1,
                        3 * s * value(features.get(2), image, 2, pixel)
                    };
                    assertThat(value(held, image, 0, pixel)).isCloseTo(u[folds[image]], within(1e-6));
                    assertThat(value(others, image, 0, pixel)).isCloseTo((u[0] + u[1] + u[2]) / 3, within(1e-6));
                }
            }
        }
    }

    private static double value(NDArray maps, int image, int channel, int pixel) {
        return maps.getFloat(image, channel, pixel / 2, pixel % 2);
    }

    private void assign(Scope scope, String name, float... values) {
        var variable = scope.state().variables().get(name);
        try (NDManager scratch = engine.step()) {
            variable.assign(scratch.create(values, variable.shape()));
        }
    }

    /** All of one fold: the value and every gradient are those of a T* that knows that fold's expert alone. */
    @ParameterizedTest
    @CsvSource({"SHARED,0", "SHARED,2", "PER_DATASET,1"})
    void ofImagesOfOneFoldItIsTheJointTeacherOfThatExpert(Trunk trunk, int fold) {
        JointShape folded = shape(LEVELS, trunk, Experts.OUT_OF_FOLD, 0);
        JointShape plain = shape(LEVELS, trunk, Experts.ALL, 0);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(folded, Map.of("b", 3), 5, manager);
            JointTeacher other = JointTeacher.create(plain, Map.of("b", 3), 6, manager);
            // Of data set a, which b's images do not belong to, both experts of the folded one are the plain one's.
            other.state()
                    .variables()
                    .forEach((name, variable) ->
                            variable.assign(teacher.state().tensors().get(inFold(name, fold))));
            teacher.state().variables().forEach((name, variable) -> {
                if (name.contains(".adaptors.a/fold-")) {
                    variable.assign(other.state().tensors().get(name.replaceAll("/fold-\\d", "")));
                }
            });
            List<NDArray> features = features(plain, 3, 1, manager);
            List<NDArray> all = new ArrayList<>();
            List<NDArray> noise = features(folded, 3, 9, manager);
            for (int l = 0; l < folded.levels().size(); l++) {
                for (int position = 0; position < folded.networks(); position++) {
                    int voice =
                            folded.datasets().indexOf(folded.dataset(position).orElseThrow());
                    boolean heard = voice != 1 || folded.fold(position).orElseThrow() == fold + 1;
                    all.add(heard ? features.get(plain.segment(l, voice)) : noise.get(folded.segment(l, position)));
                }
            }
            NDArray labels = manager.create(new long[] {0, 1, 1});
            JointOutput expected = Autograd.recording(() -> {
                JointOutput output = other.forward("b", features, Mode.TRAIN);
                Autograd.backward(Losses.crossEntropy(output.logits(), labels, 0));
                return output;
            });
            JointOutput actual = Autograd.recording(() -> {
                JointOutput output = teacher.forward("b", all, Optional.of(new int[] {fold, fold, fold}), Mode.TRAIN);
                Autograd.backward(Losses.crossEntropy(output.logits(), labels, 0));
                return output;
            });
            near(actual.logits(), expected.logits());
            for (int l = 0; l < LEVELS.split(",").length; l++) {
                near(actual.maps().get(l), expected.maps().get(l));
            }
            for (Parameter parameter : other.state().parameters()) {
                if (!parameter.name().contains(".adaptors.a.")) {
                    near(
                            gradient(teacher, inFold(parameter.name(), fold)),
                            parameter.gradient().orElseThrow());
                }
            }
            for (int k = 0; k < 3; k++) {
                if (k != fold) {
                    String unheard = inFold(prefix(trunk) + "last.adaptors.b.projection.weight", k);
                    assertThat(gradient(teacher, unheard).toFloatArray()).containsOnly(0);
                }
            }
        }
    }

    private static String prefix(Trunk trunk) {
        return trunk == Trunk.SHARED ? "trunk." : "trunks.b.";
    }

    private static String inFold(String name, int fold) {
        return name.replace(".adaptors.b.", ".adaptors.b/fold-" + (fold + 1) + ".")
                .replace(".adaptors.a.", ".adaptors.a/fold-1.");
    }

    private static NDArray gradient(JointTeacher teacher, String name) {
        return teacher.state().parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow()
                .gradient()
                .orElseThrow();
    }

    private static void near(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.toFloatArray()).containsExactly(expected.toFloatArray(), within(2e-5f));
    }

    /** The gradient of a batch of several folds, and of one that no expert has seen, against differences of the loss. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void gradientsAreThoseOfTheLoss(boolean held) {
        JointShape shape = shape("last,embedding", Trunk.SHARED, Experts.OUT_OF_FOLD, 0);
        Optional<int[]> folds = held ? Optional.of(new int[] {1, 0, 1, 2}) : Optional.empty();
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 4, manager);
            NDArray labels = manager.create(new long[] {0, 1, 2, 1});
            List<NDArray> features = features(shape, 4, 1, manager);
            Autograd.backward(Autograd.recording(() -> loss(teacher, features, folds, labels)));
            for (int k = 1; k <= 3; k++) {
                String name = "trunk.last.adaptors.b/fold-" + k + ".projection.weight";
                var weight = teacher.state().variables().get(name);
                float[] gradient = gradient(teacher, name).toFloatArray();
                float[] values = weight.tensor().toFloatArray();
                for (int i = 0; i < values.length; i += 17) {
                    double difference = (lossAt(teacher, weight.name(), values, i, 1e-3f, features, folds, labels)
                                    - lossAt(teacher, weight.name(), values, i, -1e-3f, features, folds, labels))
                            / 2e-3;
                    assertThat((double) gradient[i]).isCloseTo(difference, within(2e-3));
                }
            }
        }
    }

    private double lossAt(
            JointTeacher teacher,
            String name,
            float[] values,
            int at,
            float step,
            List<NDArray> features,
            Optional<int[]> folds,
            NDArray labels) {
        var variable = teacher.state().variables().get(name);
        float[] moved = values.clone();
        moved[at] += step;
        try (NDManager scratch = engine.step()) {
            variable.assign(scratch.create(moved, variable.shape()));
            double loss = Autograd.withoutRecording(() -> loss(teacher, features, folds, labels))
                    .getFloat();
            variable.assign(scratch.create(values, variable.shape()));
            return loss;
        }
    }

    private static NDArray loss(JointTeacher teacher, List<NDArray> features, Optional<int[]> folds, NDArray labels) {
        return Losses.crossEntropy(
                teacher.forward("b", features, folds, Mode.TRAIN).logits(), labels, 0);
    }

    /** Row by row, what an expert says of images that it has learned from has no part in what T* says of them. */
    @ParameterizedTest
    @EnumSource(Trunk.class)
    void whatAnExpertHasLearnedFromIsNotAskedOfIt(Trunk trunk) {
        JointShape shape = shape(LEVELS, trunk, Experts.OUT_OF_FOLD, 0);
        int[] folds = {0, 1, 2};
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 4, manager);
            List<NDArray> features = features(shape, 3, 1, manager);
            for (int k = 0; k < 3; k++) {
                List<NDArray> changed = new ArrayList<>(features);
                for (int l = 0; l < shape.levels().size(); l++) {
                    int segment = shape.segment(l, shape.positions(1).get(k));
                    changed.set(segment, Losses.scaled(features.get(segment), -2));
                }
                float[] before = logits(teacher, features, Optional.of(folds));
                float[] after = logits(teacher, changed, Optional.of(folds));
                float[] meanBefore = logits(teacher, features, Optional.empty());
                float[] meanAfter = logits(teacher, changed, Optional.empty());
                for (int image = 0; image < 3; image++) {
                    boolean same = true;
                    boolean meanSame = true;
                    for (int c = image * 3; c < image * 3 + 3; c++) {
                        same &= before[c] == after[c];
                        meanSame &= meanBefore[c] == meanAfter[c];
                    }
                    assertThat(same).isEqualTo(folds[image] != k);
                    assertThat(meanSame).isFalse();
                }
            }
        }
    }

    private static float[] logits(JointTeacher teacher, List<NDArray> features, Optional<int[]> folds) {
        return teacher.forward("b", features, folds, Mode.EVAL).logits().toFloatArray();
    }

    @Test
    void foldExpertsLieInThePlaceOfTheOwnOne() {
        JointShape shape = shape("last,embedding", Trunk.SHARED, Experts.OUT_OF_FOLD);
        assertThat(shape.segments())
                .extracting(Segment::name)
                .containsExactly(
                        "last/a/fold-1",
                        "last/a/fold-2",
                        "last/b/fold-1",
                        "last/b/fold-2",
                        "last/b/fold-3",
                        "last/c",
                        "embedding/a/fold-1",
                        "embedding/a/fold-2",
                        "embedding/b/fold-1",
                        "embedding/b/fold-2",
                        "embedding/b/fold-3",
                        "embedding/c");
        assertThat(shape.positions(1)).containsExactly(2, 3, 4);
        assertThat(shape.dataset(5)).contains("c");
    }

    @Test
    void foldsOfWhatIsNotInFoldsAreRefused() {
        JointShape shape = shape("last", Trunk.SHARED, Experts.OUT_OF_FOLD);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, CLASSES, 4, manager);
            List<NDArray> features = features(shape, 2, 1, manager);
            assertThatThrownBy(() -> teacher.forward("c", features, Optional.of(new int[] {0, 0}), Mode.EVAL))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> teacher.forward("b", features, Optional.of(new int[] {0}), Mode.EVAL))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(floats(teacher.forward("c", features, Mode.EVAL).logits()))
                    .hasSize(8);
        }
        assertThatThrownBy(() -> new JointShape(
                        ThreeExperts.EXPERTS, ThreeExperts.levels("last"), 32, Trunk.SHARED, Experts.OUT_OF_FOLD, 5, 0))
                .hasMessageContaining("folds");
    }
}
