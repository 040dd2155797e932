package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.StudentFeatures;
import io.mlfd.trainer.supervised.TeacherTargets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Features on a common scale: against PyTorch, whose file is made by {@code trainer/src/test/python/make_standardisation_fixture.py},
 * and by what has to hold of them.
 */
@ExtendWith(EngineExtension.class)
class StandardisationTest {
    private static final Level LAST = new Level.FeatureMap(0);
    private static final double TOLERANCE = 2e-5;
    private static final int BATCH = 7;

    private final TorchEngine engine;

    @TempDir
    private Path folder;

    StandardisationTest(TorchEngine engine) {
        this.engine = engine;
    }

    @ParameterizedTest
    @CsvSource({"PER_CHANNEL,maps", "PER_CHANNEL,embedding", "PHI_S,maps", "PHI_S,embedding"})
    void itIsWhatPyTorchComputes(Standardisation kind, String features) {
        try (NDManager manager = engine.step()) {
            PyTorchFixture fixture = PyTorchFixture.read("standardisation", manager);
            NDArray seen = fixture.get(features);
            Level level = features.equals("maps") ? LAST : new Level.Embedding();
            Standard standard = new Standard(
                    kind,
                    level,
                    Scope.root(manager, 0),
                    Math.toIntExact(seen.getShape().get(1)));
            try (ChannelMoments moments = standard.moments(manager)) {
                moments.add(seen.get("0:13"));
                moments.add(seen.get("13:"));
                standard.take(moments, manager);
            }
            fixture.assertSame(kind + "/" + features, standard.forward(seen), TOLERANCE);
        }
    }

    /** With the whole transformation on both sides there: of the rotation nothing is left in a squared difference. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void comparedMapsDifferAsMuchAsWholeStandardisedOnes(Standardisation kind) {
        try (NDManager manager = engine.step()) {
            PyTorchFixture fixture = PyTorchFixture.read("standardisation", manager);
            NDArray maps = fixture.get("maps");
            IndexedTargets targets = (indices, look, scope) -> new TeacherTargets.Targets(
                    scope.zeros(new Shape(indices.length, 2)),
                    Map.of(LAST, maps.get(indices[0] + ":" + (indices[indices.length - 1] + 1))));
            ComparedMaps compared = ComparedMaps.of(kind, targets, 40, BATCH, engine, StopSignal.never());
            Parameter student = Scope.root(manager, 0)
                    .parameter("student", fixture.get("student").getShape(), Initializer.constant(0));
            student.assign(fixture.get("student"));
            int[] all = IntStream.range(0, 40).toArray();
            NDArray target =
                    compared.targets(targets).of(all, 0, manager).maps().get(LAST);
            NDArray loss = Autograd.recording(() -> {
                NDArray own = compared.student(StudentFeatures.AS_THEY_ARE).of(LAST, student.tensor());
                NDArray error = Losses.meanSquaredError(own, target);
                Autograd.backward(error);
                return error;
            });
            fixture.assertSame(kind + "/loss", loss.reshape(1), 1e-4);
            fixture.assertSame(kind + "/gradient", student.gradient().orElseThrow(), TOLERANCE);
        }
    }

    private static JointShape shape(Trunk trunk, Experts experts, Optional<Standardisation> kind) {
        return new JointShape(
                List.of(
                        new JointShape.Expert(
                                "shapes", NetworkShapes.named("resnet8").withWidth(2)),
                        new JointShape.Expert(
                                "textures", NetworkShapes.named("resnet14").withWidth(3))),
                List.of(LAST, new Level.Embedding()),
                Orders.INPUT_SIZE,
                trunk,
                experts,
                2,
                0,
                List.of(NetworkShapes.named("resnet8").withWidth(1)),
                kind,
                Activation.GELU);
    }

    private List<CachedSet> sets(JointShape shape) {
        return List.of(set(shape, "shapes", GeneratedKind.SHAPES), set(shape, "textures", GeneratedKind.TEXTURES));
    }

    private CachedSet set(JointShape shape, String name, GeneratedKind kind) {
        return RandomFeatures.of(
                folder.resolve(name),
                shape,
                name,
                FewImages.of(kind, Orders.INPUT_SIZE, OptionalDouble.empty()),
                BATCH);
    }

    private static Map<String, Integer> classes(List<CachedSet> sets) {
        Map<String, Integer> classes = new LinkedHashMap<>();
        sets.forEach(set -> classes.put(set.name(), set.classes()));
        return classes;
    }

    private NDArray features(Standards.Place place, List<CachedSet> sets, NDManager manager) {
        NDList parts = new NDList();
        for (CachedSet set : sets) {
            if (place.datasets().contains(set.name())) {
                for (int image = 0; image < set.count(Split.TRAIN); image++) {
                    parts.add(set.features(Split.TRAIN, new int[] {image}, manager)
                            .get(place.segment())
                            .duplicate());
                }
            }
        }
        return NDArrays.concat(parts);
    }

    /** Over the very images, every channel has mean 0 and variance 1, whichever kind; and PHI-S has one scale in all directions. */
    @ParameterizedTest
    @CsvSource({
        "PER_CHANNEL,SHARED,ALL",
        "PHI_S,SHARED,ALL",
        "PHI_S,SHARED,OTHERS",
        "PHI_S,PER_DATASET,ALL",
        "PHI_S,PER_DATASET,OTHERS"
    })
    void everyChannelHasMeanZeroAndVarianceOne(Standardisation kind, Trunk trunk, Experts experts) {
        JointShape shape = shape(trunk, experts, Optional.of(kind));
        List<CachedSet> sets = sets(shape);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, classes(sets), 0, manager);
            List<Standards.Place> places = teacher.standards();
            new Standards(engine, StopSignal.never(), BATCH).estimate(places, sets);
            assertThat(places).isNotEmpty();
            for (Standards.Place place : places) {
                NDArray seen = features(place, sets, manager);
                NDArray scaled = rows(place.standard().forward(seen));
                int channels = Math.toIntExact(scaled.getShape().get(1));
                for (double mean : scaled.mean(new int[] {0}).toDoubleArray()) {
                    assertThat(mean).isCloseTo(0, within(1e-5));
                }
                for (double variance : scaled.square().mean(new int[] {0}).toDoubleArray()) {
                    assertThat(variance).isCloseTo(1, within(1e-4));
                }
                if (kind == Standardisation.PHI_S) {
                    // Distances keep their proportions: all are those of before times one factor.
                    NDArray plain = rows(seen);
                    double[] factors = distances(scaled).div(distances(plain)).toDoubleArray();
                    assertThat(channels).isGreaterThan(1);
                    for (double factor : factors) {
                        assertThat(factor).isCloseTo(factors[0], within(1e-4 * factors[0]));
                    }
                }
            }
        }
    }

    private static NDArray distances(NDArray rows) {
        return rows.get("1:").sub(rows.get("0:-1")).square().sum(new int[] {1}).sqrt();
    }

    private static NDArray rows(NDArray features) {
        NDArray last = features.getShape().dimension() == 4 ? features.transpose(0, 2, 3, 1) : features;
        return last.reshape(-1, features.getShape().get(1)).toType(DataType.FLOAT64, false);
    }

    /** A T* that standardises is one that does not, on features that were. */
    @ParameterizedTest
    @CsvSource({"SHARED,ALL", "SHARED,OTHERS", "PER_DATASET,ALL", "PER_DATASET,OTHERS"})
    void itIsAppliedInFrontOfTheAdaptorsAndNowhereElse(Trunk trunk, Experts experts) {
        JointShape shape = shape(trunk, experts, Optional.of(Standardisation.PHI_S));
        List<CachedSet> sets = sets(shape);
        try (NDManager manager = engine.step()) {
            Map<String, Integer> classes = Map.of("textures", sets.get(1).classes());
            JointTeacher teacher = JointTeacher.create(shape, classes, 0, manager);
            new Standards(engine, StopSignal.never(), BATCH).estimate(teacher.standards(), sets);
            JointTeacher plain = JointTeacher.create(shape(trunk, experts, Optional.empty()), classes, 0, manager);
            List<NDArray> features = sets.get(1).features(Split.TRAIN, new int[] {0, 3, 5}, manager);
            List<NDArray> scaled = new ArrayList<>(features);
            teacher.standards()
                    .forEach(place ->
                            scaled.set(place.segment(), place.standard().forward(features.get(place.segment()))));
            for (Mode mode : new Mode[] {Mode.TRAIN, Mode.EVAL}) {
                assertThat(teacher.forward("textures", features, mode).logits().toFloatArray())
                        .containsExactly(
                                plain.forward("textures", scaled, mode).logits().toFloatArray(), within(1e-6f));
            }
            assertThat(plain.standards()).isEmpty();
        }
    }

    /** What is never heard is not estimated from. */
    @Test
    void imagesOfADataSetDoNotCountForItsOwnExpertWhereOthersAreFused() {
        JointShape shape = shape(Trunk.SHARED, Experts.OTHERS, Optional.of(Standardisation.PER_CHANNEL));
        List<CachedSet> sets = sets(shape);
        try (NDManager manager = engine.step()) {
            JointTeacher teacher = JointTeacher.create(shape, classes(sets), 0, manager);
            assertThat(teacher.standards())
                    .extracting(Standards.Place::segment, Standards.Place::datasets)
                    .containsExactly(
                            tuple(0, Set.of("textures")),
                            tuple(1, Set.of("shapes")),
                            tuple(2, Set.of("shapes", "textures")),
                            tuple(3, Set.of("textures")),
                            tuple(4, Set.of("shapes")),
                            tuple(5, Set.of("shapes", "textures")));
        }
    }
}
