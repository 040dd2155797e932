package io.mlfd.plan.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.DeviceChoice;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Specs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanEstimateTest {
    private static final long GIBI = 1L << 30;
    private static final Optional<DeviceChoice> NOBODY_SAID = Optional.empty();

    private static PlanEstimate estimate(String more) {
        String file = """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: sizes}
                spec:
                  datasets:
                    - {name: a, source: {generated: {kind: shapes}, trainPerClass: 50, testPerClass: 5}, model: {name: resnet8}}
                    - {name: b, source: {generated: {kind: glyphs}, trainPerClass: 50, testPerClass: 5}, model: {name: resnet14}}
                  input: {size: 224}
                  training: {epochs: 1, batchSize: 64}
                  method: {mlfd: {}}
                """ + more.indent(2);
        if (Specs.planned(file) instanceof Checked.Valid<Plan> valid) {
            Map<String, ImageCount> counts =
                    Map.of("a", new ImageCount(300, 0, 30, 10), "b", new ImageCount(500, 0, 50, 10));
            return new PlanEstimate(valid.value(), new Estimator(counts, GIBI));
        }
        throw new AssertionError(Specs.problems(file));
    }

    @Test
    void onlyStagesThatDoNotWaitForEachOtherAreAtOnce() {
        PlanEstimate estimate = estimate("");

        // Two teachers, or two students; the joint stage is with none of them.
        assertThat(estimate.atOnce(2)).isEqualTo(estimate.atOnce(6));
        assertThat(estimate.atOnce(2)).isBetween(estimate.atOnce(1), 2 * estimate.atOnce(1));
    }

    @Test
    void aMachineThatHasAsMuchIsNoReasonToWarn() {
        assertThat(estimate("").beyondMachine(64 * GIBI, 2, NOBODY_SAID)).isEmpty();
    }

    @Test
    void stagesThatFitOneByOneOnlyAreToldWithAParallelismThatFits() {
        PlanEstimate estimate = estimate("");
        long memory = estimate.atOnce(2) - 1;

        assertThat(estimate.beyondMachine(memory, 2, NOBODY_SAID))
                .singleElement()
                .asString()
                .startsWith("distill/b, distill/a at once take about ")
                .endsWith("; use --parallelism 1, or lower spec.training.batchSize")
                .doesNotContain("\n");
    }

    @Test
    void aStageThatFitsNoHowIsToldWithABatchThatDoes() {
        List<String> lines = estimate("").beyondMachine(4 * GIBI, 1, NOBODY_SAID);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .matches("teacher/b \\(and 1 more of its kind\\) takes about [0-9.]+ GiB of memory,"
                        + " this machine has 4.0 GiB; lower spec.training.batchSize to [0-9]+");
        assertThat(lines.get(1)).startsWith("joint takes about ");
        assertThat(lines.get(2)).startsWith("distill/b (and 1 more of its kind) takes about ");
    }

    @Test
    void whereNoBatchFitsImagesHaveToBeSmaller() {
        assertThat(estimate("").beyondMachine(GIBI / 2, 1, NOBODY_SAID))
                .first()
                .asString()
                .endsWith("this machine has 512 MiB; lower spec.input.size");
    }

    @Test
    void whatAGpuHoldsIsNotHeldAgainstTheMachine() {
        assertThat(estimate("").beyondMachine(GIBI, 1, Optional.of(DeviceChoice.CUDA)))
                .isEmpty();
        assertThat(estimate("pod: {device: cuda, resources: {limits: {nvidia.com/gpu: 1}}}")
                        .beyondMachine(GIBI, 1, NOBODY_SAID))
                .isEmpty();
    }

    @Test
    void limitsOfPodsAreThoseOfTheirKinds() {
        PlanEstimate estimate = estimate("""
                pod: {resources: {limits: {memory: 64Gi}}}
                stages: {distill: {pod: {resources: {limits: {memory: 2Gi}}}}}
                """);

        assertThat(estimate.beyondPods())
                .singleElement()
                .asString()
                .contains("distill/b (and 1 more of its kind)", "the memory limit of its pod is 2.0 GiB", "raise ");
        assertThat(estimate("").beyondPods()).isEmpty();
    }

    @Test
    void cachesAreComparedWithTheVolume() {
        PlanEstimate estimate = estimate("");

        assertThat(estimate.cache()).isGreaterThan(GIBI);
        assertThat(estimate.beyondVolume(estimate.cache(), "runs/x")).isEmpty();
        assertThat(estimate.beyondVolume(GIBI, "runs/x"))
                .get()
                .asString()
                .contains("free at runs/x are 1.0 GiB; use --out DIR", "lower trainPerClass");
    }
}
