package io.mlfd.plan.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.method.MlfdSpec.Afterwards;
import io.mlfd.api.method.MlfdSpec.Precision;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.mlfd.CachedOutputs;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import io.mlfd.plan.estimate.Estimator;
import io.mlfd.plan.estimate.ImageCount;
import io.mlfd.plan.estimate.PlanEstimate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code distillation.cache}: what a plan makes of it. */
class CachedOutputsPlanTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: cached}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}%s
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}
              input: {size: 16}
              training: {epochs: 3, augmentation: {flip: true}}
              method: {mlfd: {distillation: {%s}}}
            """;
    private static final Map<String, ImageCount> COUNTS =
            Map.of("a", new ImageCount(90, 0, 20, 10), "b", new ImageCount(90, 0, 20, 10));

    private static Plan plan(String distillation) {
        return ((Valid<Plan>) Specs.planned(FILE.formatted("", distillation))).value();
    }

    private static String key(Plan plan, String stage) {
        return plan.stage(stage).planKey();
    }

    @Test
    void whatIsLeftOutHasADefault() {
        assertThat(((Distill) plan("").stage("distill/a").work()).cache()).isEmpty();
        assertThat(((Distill) plan("cache: {}").stage("distill/a").work()).cache())
                .contains(new CachedOutputs(OptionalInt.empty(), Precision.FLOAT32, Afterwards.DELETE));
        assertThat(((Distill) plan("cache: {views: 3, precision: Float16, afterwards: Keep}")
                                .stage("distill/b")
                                .work())
                        .cache())
                .contains(new CachedOutputs(OptionalInt.of(3), Precision.FLOAT16, Afterwards.KEEP));
    }

    /** Values are other ones in the last bits. */
    @Test
    void itIsAnotherStudentAndTheSameTeacher() {
        Plan plain = plan("");
        for (Stage stage : plan("cache: {}").stages()) {
            boolean same = key(plain, stage.name()).equals(stage.planKey());
            assertThat(same)
                    .as(stage.name())
                    .isEqualTo(
                            stage.name().startsWith("teacher/") || stage.name().equals("joint"));
        }
    }

    /** A control that saw more views would be another comparison. */
    @Test
    void controlsSeeTheSameViews() {
        assertThat(ownTeacher("cache: {views: 2}").views()).hasValue(2);
        assertThat(alone("cache: {views: 2}").views()).hasValue(2);
        assertThat(ownTeacher("cache: {}").views()).isEmpty();
        assertThat(ownTeacher("")).isEqualTo(ownTeacher("cache: {}"));
        assertThat(alone("")).isEqualTo(alone("cache: {}"));
    }

    private static DistillOwnTeacher ownTeacher(String distillation) {
        return (DistillOwnTeacher) control(distillation, "own-teacher");
    }

    private static TrainAlone alone(String distillation) {
        return (TrainAlone) control(distillation, "alone");
    }

    private static StageWork control(String distillation, String kind) {
        String file = FILE.formatted("", distillation) + "  baselines: [Alone, OwnTeacher]\n";
        return ((Valid<Plan>) Specs.planned(file))
                .value()
                .stage("baseline/" + kind + "/a")
                .work();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                          | cache: {views: 4} | '4: the student of data set "a" is trained for 3 epochs and sees one view in each; say 3 or less'
            student: {training: {epochs: 2}}                            | cache: {views: 3} | '3: the student of data set "a" is trained for 2 epochs'
            student: {training: {augmentation: {}}}                     | cache: {views: 2} | '2: images of the student of data set "a" are not augmented'
            ''                                  | 'cache: {views: 2}, training: {epochs: 1}'    | '2: the student of data set "b" is trained for 1 epochs'
            """)
    void aViewThatNobodySeesIsRefused(String student, String distillation, String message) {
        List<Problem> problems =
                Specs.problems(FILE.formatted(student.isEmpty() ? "" : "\n      " + student, distillation));
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo("spec.method.mlfd.distillation.cache.views");
            assertThat(problem.message()).startsWith(message);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache: {views: 3}", "cache: {views: 1}, training: {augmentation: {}}", "cache: {}"})
    void everyOtherIsTaken(String distillation) {
        assertThat(Specs.problems(FILE.formatted("", distillation))).isEmpty();
        // A helper set has no student that would see too little.
        assertThat(Specs.problems(
                        FILE.formatted("\n      student: {none: true}", distillation.replace("views: 3", "views: 2"))))
                .isEmpty();
    }

    /** The experts' caches are one for T* and for students, whatever else a student keeps. */
    @Test
    void allCachesAreToldOnce() {
        PlanEstimate plain = estimate("");
        PlanEstimate cached = estimate("cache: {}");
        PlanEstimate views = estimate("cache: {views: 3}");
        PlanEstimate halves = estimate("cache: {views: 3, precision: Float16}");
        // Of resnet8 at 16 pixels: 64 maps of 4x4, an embedding of 64, ten logits, and a label.
        long row = 4 + 4 * (64 * 16 + 64 + 10);
        assertThat(cached.cache() - plain.cache()).isEqualTo(2 * (90 * row + 32));
        assertThat(views.cache() - plain.cache()).isEqualTo(2 * 3 * (90 * row + 32));
        assertThat(halves.cache() - plain.cache()).isEqualTo(2 * 3 * (90 * (4 + (row - 4) / 2) + 32));
        Stage student = plan("cache: {views: 3}").stage("distill/a");
        assertThat(views.of(student).cache()).isEqualTo(3 * (90 * row + 32));
    }

    private static PlanEstimate estimate(String distillation) {
        return new PlanEstimate(plan(distillation), new Estimator(COUNTS, 1 << 30));
    }
}
