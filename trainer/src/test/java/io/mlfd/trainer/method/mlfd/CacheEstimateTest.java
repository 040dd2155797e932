package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.GeneratedKind;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Training;
import io.mlfd.contract.mlfd.CachedOutputs;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.plan.estimate.Estimator;
import io.mlfd.plan.estimate.ImageCount;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.CacheDescription.AugmentedViews;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.cache.Precision;
import io.mlfd.trainer.data.Split;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says of a cache is, to the byte, what is written. */
class CacheEstimateTest {
    private static final DataSource DRAWN =
            new DataSource.Generated(GeneratedKind.SHAPES, List.of(), 1, 1, OptionalDouble.empty());

    private static final ImageCount IMAGES = new ImageCount(5000, 501, 999, 10);

    /**
     * {@code student}: of data set a; one with more stages has smaller maps, and so has everyone. {@code union}: fused beside;
     * {@code folds}: experts for each data set's own, or 0
     */
    @ParameterizedTest
    @CsvSource({"'','',0", "resnet14,'',0", "resnet18,'',0", "'',resnet14,0", "resnet14,resnet18,0", "'',resnet14,3"})
    void aCacheTakesWhatWasSaid(String student, String union, int folds) {
        TrainJointTeacher work = joint(student, union, folds);
        assertThat(estimator().of(work).cache()).isEqualTo(features(work));
    }

    @ParameterizedTest
    @CsvSource({
        "0,FLOAT32,'','',0",
        "0,FLOAT16,resnet14,resnet18,0",
        "1,FLOAT32,resnet18,'',0",
        "70,FLOAT16,'','',0",
        "0,FLOAT32,'','',3"
    })
    void soDoesWhatTheJointTeacherSays(
            int views, MlfdSpec.Precision precision, String student, String union, int folds) {
        TrainJointTeacher joint = joint(student, union, folds);
        DatasetWork dataset = joint.datasets().get(0);
        Distill work = new Distill(
                student.isEmpty() ? dataset : new DatasetWork("a", DRAWN, joint.target(dataset)),
                32,
                joint,
                2,
                new LossWeights(0.6, 0.2, 0.2),
                joint.training(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new CachedOutputs(
                        views == 0 ? OptionalInt.empty() : OptionalInt.of(views),
                        precision,
                        MlfdSpec.Afterwards.DELETE)),
                Optional.empty(),
                Map.of());
        long outputs = CacheDescription.of(
                        1,
                        0,
                        "data",
                        List.of(),
                        JointShape.of(joint).outputs("a", IMAGES.classes()),
                        List.of(new SplitRows(Split.TRAIN, IMAGES.train())),
                        64 << 20,
                        views == 0 ? Optional.empty() : Optional.of(new AugmentedViews(views, "")),
                        precision == MlfdSpec.Precision.FLOAT16 ? Precision.FLOAT16 : Precision.FLOAT32)
                .bytes();
        // Views are not computed from the experts' cache.
        assertThat(estimator().of(work).cache()).isEqualTo(views == 0 ? outputs + features(joint) : outputs);
    }

    private static Estimator estimator() {
        return new Estimator(Map.of("a", IMAGES), 0);
    }

    private static TrainJointTeacher joint(String student, String union, int folds) {
        return new TrainJointTeacher(
                List.of(
                        new DatasetWork("a", DRAWN, new NetworkSpec("resnet8", 16)),
                        new DatasetWork("b", DRAWN, new NetworkSpec("resnet20", 8))),
                32,
                List.of("last-1", "last", "embedding"),
                MlfdSpec.Trunk.SHARED,
                folds == 0 ? MlfdSpec.Experts.ALL : MlfdSpec.Experts.OUT_OF_FOLD,
                64,
                0,
                new Training(
                        1,
                        32,
                        new Training.Optimizer(OptimizerName.SGD, 0.1, 0, 0, false),
                        new Training.Constant(),
                        Training.Augmentation.NONE,
                        0),
                student.isEmpty() ? Map.of() : Map.of("a", new NetworkSpec(student, 4)),
                List.of(),
                union.isEmpty() ? List.of() : List.of(new NetworkSpec(union, 4)),
                Optional.empty(),
                folds == 0 ? OptionalInt.empty() : OptionalInt.of(folds),
                Optional.empty());
    }

    private static long features(TrainJointTeacher work) {
        return CacheDescription.of(
                        1,
                        0,
                        "data",
                        List.of(),
                        JointShape.of(work).segments(),
                        List.of(
                                new SplitRows(Split.TRAIN, IMAGES.train()),
                                new SplitRows(Split.VALIDATION, IMAGES.validation()),
                                new SplitRows(Split.TEST, IMAGES.test())),
                        64 << 20)
                .bytes();
    }
}
