package io.mlfd.trainer.method.mlfd;

import static io.mlfd.trainer.method.mlfd.ThreeExperts.EXPERTS;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.WIDTH;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.features;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.floats;
import static io.mlfd.trainer.method.mlfd.ThreeExperts.levels;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.cache.Segment;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A union network in the joint teacher: an expert like others, and nobody's own. */
@ExtendWith(EngineExtension.class)
class UnionExpertTest {
    private static final NetworkShape UNION = NetworkShapes.named("resnet8").withWidth(3);
    private static final String LEVELS = "last-1,last,embedding";
    private static final String NAME = "union/resnet8-3";

    private final TorchEngine engine;

    UnionExpertTest(TorchEngine engine) {
        this.engine = engine;
    }

    private static JointShape shape(Trunk trunk, Experts experts) {
        return new JointShape(
                EXPERTS,
                levels(LEVELS),
                32,
                trunk,
                experts,
                WIDTH,
                0,
                List.of(UNION),
                Optional.empty(),
                Activation.GELU);
    }

    /** The same as an expert of that network on a data set whose images never come. */
    @ParameterizedTest
    @CsvSource({"SHARED,ALL", "SHARED,OTHERS", "PER_DATASET,ALL", "PER_DATASET,OTHERS"})
    void itIsFusedAsTheExpertOfAnotherDataSetIs(Trunk trunk, Experts experts) {
        List<JointShape.Expert> four = new ArrayList<>(EXPERTS);
        four.add(new JointShape.Expert("d", UNION));
        JointShape asExpert = new JointShape(four, levels(LEVELS), 32, trunk, experts, WIDTH, 0);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape(trunk, experts), Map.of("b", 3), 5, manager);
            JointTeacher other = JointTeacher.create(asExpert, Map.of("b", 3), 6, manager);
            Map<String, NDArray> weights = new LinkedHashMap<>();
            teacher.state()
                    .tensors()
                    .forEach((name, tensor) ->
                            weights.put(name.replace("adaptors." + NAME + ".", "adaptors.d."), tensor));
            other.state().load(weights);
            List<NDArray> features = features(asExpert, 4, 1, manager);
            for (Mode mode : new Mode[] {Mode.TRAIN, Mode.EVAL}) {
                JointOutput expected = other.forward("b", features, mode);
                JointOutput actual = teacher.forward("b", features, mode);
                assertThat(floats(actual.logits())).isEqualTo(floats(expected.logits()));
                for (int l = 0; l < expected.maps().size(); l++) {
                    assertThat(floats(actual.maps().get(l)))
                            .isEqualTo(floats(expected.maps().get(l)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED,ALL", "SHARED,OTHERS", "PER_DATASET,ALL", "PER_DATASET,OTHERS"})
    void itIsHeardOnImagesOfEveryDataSet(Trunk trunk, Experts experts) {
        JointShape shape = shape(trunk, experts);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, ThreeExperts.CLASSES, 5, manager);
            for (String dataset : shape.datasets()) {
                List<NDArray> features = features(shape, 3, 1, manager);
                List<NDArray> changed = new ArrayList<>(features);
                int segment = shape.segment(0, 3);
                changed.set(segment, features.get(segment).square());
                assertThat(floats(teacher.forward(dataset, changed, Mode.EVAL).logits()))
                        .isNotEqualTo(floats(
                                teacher.forward(dataset, features, Mode.EVAL).logits()));
            }
        }
    }

    @Test
    void itsFeaturesLieBehindTheExpertsAtEveryLevel() {
        JointShape shape = shape(Trunk.SHARED, Experts.ALL);
        assertThat(shape.segments())
                .extracting(Segment::name)
                .containsExactly(
                        "last-1/a",
                        "last-1/b",
                        "last-1/c",
                        "last-1/" + NAME,
                        "last/a",
                        "last/b",
                        "last/c",
                        "last/" + NAME,
                        "embedding/a",
                        "embedding/b",
                        "embedding/c",
                        "embedding/" + NAME);
        try (NDManager manager = engine.step()) {
            List<Network> networks = new ArrayList<>();
            for (int position = 0; position < shape.networks(); position++) {
                networks.add(Networks.build(shape.network(position), 2, Scope.root(manager, position)));
            }
            NDArray images = manager.randomUniform(-1, 1, new Shape(2, 3, 32, 32));
            List<NDArray> features = new FrozenExperts(shape, networks).features(images);
            NetworkOutput union = networks.get(3).forward(images, Mode.EVAL);
            assertThat(floats(features.get(shape.segment(2, 3)))).isEqualTo(floats(union.embedding()));
        }
    }

    /** A network of smaller maps than any expert's makes all of them smaller. */
    @Test
    void itsMapsCountForTheCommonSize() {
        List<JointShape.Expert> one = List.of(EXPERTS.get(0));
        NetworkShape deep = NetworkShapes.named("resnet18").withWidth(2);
        JointShape with = new JointShape(
                one,
                levels("last"),
                32,
                Trunk.SHARED,
                Experts.ALL,
                2,
                0,
                List.of(deep),
                Optional.empty(),
                Activation.GELU);
        JointShape without = new JointShape(one, levels("last"), 32, Trunk.SHARED, Experts.ALL, 2, 0);
        assertThat(without.commonSize(levels("last").get(0))).isEqualTo(8);
        assertThat(with.commonSize(levels("last").get(0))).isEqualTo(4);
    }
}
