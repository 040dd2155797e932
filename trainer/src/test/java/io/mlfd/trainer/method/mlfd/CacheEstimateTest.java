package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.GeneratedKind;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Training;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.plan.estimate.Estimator;
import io.mlfd.plan.estimate.ImageCount;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.data.Split;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says of a cache is, to the byte, what is written. */
class CacheEstimateTest {
    private static final DataSource DRAWN =
            new DataSource.Generated(GeneratedKind.SHAPES, List.of(), 1, 1, OptionalDouble.empty());

    /** {@code student}: of data set a; one with more stages has smaller maps, and so has everyone. {@code union}: fused beside */
    @ParameterizedTest
    @CsvSource({",", "resnet14,", "resnet18,", ",resnet14", "resnet14,resnet18"})
    void aCacheTakesWhatWasSaid(String student, String union) {
        TrainJointTeacher work = new TrainJointTeacher(
                List.of(
                        new DatasetWork("a", DRAWN, new NetworkSpec("resnet8", 16)),
                        new DatasetWork("b", DRAWN, new NetworkSpec("resnet20", 8))),
                32,
                List.of("last-1", "last", "embedding"),
                MlfdSpec.Trunk.SHARED,
                MlfdSpec.Experts.ALL,
                64,
                0,
                new Training(
                        1,
                        32,
                        new Training.Optimizer(OptimizerName.SGD, 0.1, 0, 0, false),
                        new Training.Constant(),
                        Training.Augmentation.NONE,
                        0),
                student == null ? Map.of() : Map.of("a", new NetworkSpec(student, 4)),
                List.of(),
                union == null ? List.of() : List.of(new NetworkSpec(union, 4)));
        ImageCount images = new ImageCount(5000, 501, 999);
        CacheDescription description = CacheDescription.of(
                1,
                0,
                "data",
                List.of(),
                JointShape.of(work).segments(),
                List.of(
                        new SplitRows(Split.TRAIN, images.train()),
                        new SplitRows(Split.VALIDATION, images.validation()),
                        new SplitRows(Split.TEST, images.test())),
                64 << 20);

        assertThat(new Estimator(Map.of("a", images), 0).of(work).cache()).isEqualTo(description.bytes());
    }
}
