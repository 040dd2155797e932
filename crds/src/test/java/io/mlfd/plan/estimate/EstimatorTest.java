package io.mlfd.plan.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EstimatorTest {
    private static final long MEBI = 1 << 20;
    private static final long ROOM = 1 << 30;

    private static Plan plan(int size, int batch, String method) {
        String file = """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: sizes}
                spec:
                  data: {claimName: data}
                  datasets:
                    - {name: a, source: {imageFolder: {path: a}}, model: {name: resnet8}}
                    - {name: b, source: {imageFolder: {path: b}}, model: {name: resnet14}}
                  input: {size: %d}
                  training: {epochs: 1, batchSize: %d}
                  method: %s
                """.formatted(size, batch, method);
        if (Specs.planned(file) instanceof Checked.Valid<Plan> valid) {
            return valid.value();
        }
        throw new AssertionError(Specs.problems(file));
    }

    private static Estimate estimate(Plan plan, String stage, int images) {
        Map<String, ImageCount> counts =
                Map.of("a", new ImageCount(images, 0, 10, 10), "b", new ImageCount(images, 0, 10, 10));
        return new Estimator(counts, ROOM).of(plan.stage(stage).work());
    }

    @Test
    void aTeacherOfLargeImagesTakesGigabytes() {
        Estimate estimate = estimate(plan(224, 64, "{mlfd: {}}"), "teacher/a", 300);

        // 16.75 arrays of the stem's size, and 15 more of them.
        long array = 64L * 16 * 224 * 224 * 4;
        assertThat(estimate.working()).isBetween(31 * array, 33 * array);
        assertThat(estimate.cache()).isZero();
    }

    /** Weight, gradient, what replaces it and two moments; with an average that, and the weight while it is evaluated. */
    @Test
    void anAverageOfWeightsTakesTwoMoreOfEach() {
        String averaged = "{mlfd: {joint: {training: {ema: {decay: 0.9}}}}}";
        long plain = estimate(plan(64, 32, "{mlfd: {}}"), "joint", 300).weights();
        long grown = estimate(plan(64, 32, averaged), "joint", 300).weights() - plain;
        assertThat(grown).isPositive();
        assertThat(5 * grown).isBetween(plain, 2 * plain + 8);
    }

    @Test
    void whatABatchTakesGrowsWithIt() {
        long small = estimate(plan(64, 32, "{mlfd: {}}"), "teacher/b", 300).working();
        long large = estimate(plan(64, 64, "{mlfd: {}}"), "teacher/b", 300).working();

        assertThat(large).isEqualTo(2 * small);
    }

    @Test
    void aBatchIsNoLargerThanTheTrainingImages() {
        Plan plan = plan(64, 512, "{mlfd: {}}");

        assertThat(estimate(plan, "teacher/b", 60).working())
                .isEqualTo(estimate(plan(64, 60, "{mlfd: {}}"), "teacher/b", 60).working());
    }

    @Test
    void networksThatAreTrainedAtOnceAddUp() {
        Plan plan = plan(64, 64, "{dml: {peers: 2}}");
        Plan four = plan(64, 64, "{dml: {peers: 4}}");

        Estimate two = estimate(plan, "online/b", 300);
        Estimate more = estimate(four, "online/b", 300);

        assertThat(more.weights()).isEqualTo(2 * two.weights());
        assertThat(more.working()).isBetween(3 * two.working() / 2, 2 * two.working());
    }

    @Test
    void pixelsCountAsFarAsTheHeapHoldsThem() {
        Plan plan = plan(64, 64, "{mlfd: {}}");

        assertThat(estimate(plan, "teacher/a", 1000).pixels()).isBetween(1010L * 64 * 64 * 3, 2 * 1010L * 64 * 64 * 3);
        assertThat(estimate(plan, "teacher/a", 1_000_000).pixels()).isEqualTo(ROOM);
    }

    @Test
    void theCacheIsThatOfAllExpertsAndEveryImage() {
        Plan plan = plan(32, 64, "{mlfd: {levels: [last, embedding]}}");

        // Two experts of 64 channels at 8 x 8, their embeddings, and the label.
        long row = 4 + 4L * (2 * 64 * 64 + 2 * 64);
        assertThat(estimate(plan, "distill/a", 15_000).cache()).isBetween(15_010 * row, 15_010 * row + 32 * 16);
        assertThat(estimate(plan, "joint", 15_000).cache())
                .isEqualTo(2 * estimate(plan, "distill/a", 15_000).cache());
        PlanEstimate all = new PlanEstimate(
                plan,
                new Estimator(
                        Map.of("a", new ImageCount(15_000, 0, 10, 10), "b", new ImageCount(15_000, 0, 10, 10)), ROOM));
        assertThat(all.cache()).isEqualTo(estimate(plan, "joint", 15_000).cache());
    }

    @Test
    void imagesThatNobodyCountedAreToldForEach() {
        Plan plan = plan(32, 64, "{mlfd: {levels: [last, embedding]}}");

        Estimate joint = new Estimator(Map.of(), ROOM).of(plan.stage("joint").work());

        assertThat(joint.unknown().cache()).isEqualTo(4 + 4L * (2 * 64 * 64 + 2 * 64));
        assertThat(joint.unknown().pixels()).isGreaterThanOrEqualTo(32 * 32 * 3);
        assertThat(joint.pixels()).isZero();
    }

    @Test
    void theLargestBatchThatFitsIsTheLargest() {
        Stage stage = plan(224, 64, "{mlfd: {}}").stage("teacher/a");
        Estimator estimator = new Estimator(Map.of("a", new ImageCount(300, 0, 0, 10)), ROOM);
        long memory = 2048 * MEBI;

        int batch = estimator.largestBatch(stage.work(), memory).orElseThrow();

        assertThat(batch).isBetween(8, 20);
        assertThat(with(stage, batch)).isLessThanOrEqualTo(8 * memory / 10);
        assertThat(with(stage, batch + 1)).isGreaterThan(8 * memory / 10);
        assertThat(estimator.largestBatch(stage.work(), 1L << 40)).isEqualTo(OptionalInt.of(64));
        assertThat(estimator.largestBatch(stage.work(), 100 * MEBI)).isEmpty();
    }

    private static long with(Stage stage, int batch) {
        Plan plan = plan(224, batch, "{mlfd: {}}");
        return new Estimator(Map.of("a", new ImageCount(300, 0, 0, 10)), ROOM)
                .of(plan.stage(stage.name()).work())
                .memory();
    }

    @Test
    void aReportTakesWhatAnyProcessDoes() {
        Plan plan = plan(224, 64, "{mlfd: {}}");

        assertThat(estimate(plan, "report", 300).memory()).isLessThan(200 * MEBI);
    }
}
