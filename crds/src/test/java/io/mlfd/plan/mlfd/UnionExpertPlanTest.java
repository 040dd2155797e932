package io.mlfd.plan.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import io.mlfd.result.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Union networks as further experts of the joint teacher. */
class UnionExpertPlanTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: union}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 9, testPerClass: 2}
                  model: {name: %s}%s
              input: {size: 16}
              training: {epochs: 3}
              method: {mlfd: {%s}}
              baselines: [%s]
            """;
    private static final String FUSED = "joint: {unionNetwork: true}";

    private static Plan plan(String network, String student, String method, String baselines) {
        return ((Valid<Plan>) Specs.planned(FILE.formatted(network, student, method, baselines))).value();
    }

    private static List<String> names(Plan plan) {
        return plan.stages().stream().map(Stage::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Joint"})
    void itIsTrainedBeforeTheJointTeacherWhetherOrNotItIsAskedFor(String baselines) {
        Plan plan = plan("resnet8", "", FUSED, baselines);
        assertThat(names(plan))
                .containsExactly(
                        "teacher/a",
                        "teacher/b",
                        "baseline/joint/resnet8",
                        "joint",
                        "distill/a",
                        "distill/b",
                        "report");
        assertThat(plan.stage("joint").inputNames())
                .containsExactly("teacher/a", "teacher/b", "baseline/joint/resnet8");
        // Where the cache is gone, a student's stage computes it again.
        assertThat(plan.stage("distill/b").inputNames())
                .containsExactly("teacher/a", "teacher/b", "joint", "baseline/joint/resnet8");
        assertThat(((TrainJointTeacher) plan.stage("joint").work()).unions())
                .containsExactly(new NetworkSpec("resnet8", 16));
        // What is there is compared with.
        assertThat(plan.comparisons().references())
                .extracting(column -> column.role() + " " + column.metric())
                .contains("union " + Metric.TOP1.id(), "union " + Metric.TOP1_ALL_LABELS.id());
    }

    @Test
    void itIsTheControlsUnionNetwork() {
        assertThat(plan("resnet8", "", FUSED, "")
                        .stage("baseline/joint/resnet8")
                        .planKey())
                .isEqualTo(plan("resnet8", "", "", "Joint")
                        .stage("baseline/joint/resnet8")
                        .planKey());
    }

    @Test
    void thereIsOneOfEachStudentsNetwork() {
        Plan plan = plan("resnet14", "\n      teacher: {model: {name: resnet20}}", FUSED, "");
        assertThat(plan.stage("joint").inputNames())
                .containsExactly("teacher/a", "teacher/b", "baseline/joint/resnet8", "baseline/joint/resnet14");
        // A helper set's images are learned from, and no student has its network.
        Plan helper = plan("resnet14", "\n      student: {none: true}", FUSED, "");
        assertThat(helper.stage("joint").inputNames())
                .containsExactly("teacher/a", "teacher/b", "baseline/joint/resnet8");
    }

    @Test
    void withoutItNothingChanges() {
        Plan without = plan("resnet8", "", "", "Joint");
        assertThat(names(without))
                .containsExactly(
                        "teacher/a",
                        "teacher/b",
                        "joint",
                        "distill/a",
                        "distill/b",
                        "baseline/joint/resnet8",
                        "report");
        assertThat(plan("resnet8", "", "joint: {unionNetwork: false}", "Joint").stages())
                .isEqualTo(without.stages());
        assertThat(plan("resnet8", "", FUSED, "Joint").stage("joint").planKey())
                .isNotEqualTo(without.stage("joint").planKey());
    }

    /** Fused maps are as small as the smallest, and with projectors students' networks are fused too. */
    @Test
    void itsMapsAreBroughtToOneSizeWithTheExperts() {
        String method = "levels: [last], distillation: {projector: OneByOne}";
        String deep = "\n      student: {model: {name: resnet18}}";
        assertThat(Specs.problems(FILE.formatted("resnet8", deep, method, "")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("no multiple of the experts' smallest"));
        assertThat(Specs.problems(FILE.formatted("resnet8", deep, method + ", " + FUSED, "")))
                .isEmpty();
    }
}
