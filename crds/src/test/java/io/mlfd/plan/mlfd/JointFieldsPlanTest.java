package io.mlfd.plan.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features on a common scale, before they are fused and before they are compared, and what follows their norms. */
class JointFieldsPlanTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: scale}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet14, width: %d}
              input: {size: 16}
              training: {epochs: 3}
              method: {mlfd: {%s}}
            """;

    private static Plan plan(String method) {
        return ((Valid<Plan>) Specs.planned(FILE.formatted(8, method))).value();
    }

    @Test
    void eachSideHasItsOwn() {
        Plan plan = plan("joint: {standardisation: PhiS}, distillation: {standardisation: PerChannel}");
        assertThat(((TrainJointTeacher) plan.stage("joint").work()).standardisation())
                .contains(Standardisation.PHI_S);
        assertThat(((Distill) plan.stage("distill/a").work()).standardisation()).contains(Standardisation.PER_CHANNEL);
        // What is compared otherwise is not fused otherwise.
        assertThat(plan("distillation: {standardisation: PhiS}").stage("joint").planKey())
                .isEqualTo(plan("").stage("joint").planKey());
    }

    @Test
    void anActivationIsPartOfTheJointTeacherAndOfWhatItTeaches() {
        Plan plan = plan("joint: {activation: Relu}");
        assertThat(((TrainJointTeacher) plan.stage("joint").work()).activation())
                .contains(Activation.RELU);
        Plan plain = plan("");
        for (String stage : List.of("joint", "distill/a")) {
            assertThat(plan.stage(stage).planKey())
                    .as(stage)
                    .isNotEqualTo(plain.stage(stage).planKey());
        }
        assertThat(plan.stage("teacher/a").planKey())
                .isEqualTo(plain.stage("teacher/a").planKey());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'joint: {standardisation: None}'
            'joint: {activation: Gelu}'
            'distillation: {standardisation: None}'
            """)
    void withoutThemNoKeyChanges(String method) {
        assertThat(plan(method).stages().stream().map(Stage::planKey).toList())
                .isEqualTo(plan("").stages().stream().map(Stage::planKey).toList());
    }

    @Test
    void channelsThatNoHadamardMatrixIsMadeForAreToldByTheirNetwork() {
        String rotated = "levels: [last-1, last], joint: {standardisation: PhiS}";
        assertThat(Specs.problems(FILE.formatted(12, rotated))).isEmpty();
        assertThat(Specs.problems(FILE.formatted(13, rotated)))
                .extracting(problem -> problem.path() + ": " + problem.message())
                .isEqualTo(List.of(
                        "spec.method.mlfd.joint.standardisation: PhiS: resnet14/13 has 26 channels at level \"last-1\", a"
                                + " number that no Hadamard matrix is made for; choose PerChannel, or another width",
                        "spec.method.mlfd.joint.standardisation: PhiS: resnet14/13 has 52 channels at level \"last\", a"
                                + " number that no Hadamard matrix is made for; choose PerChannel, or another width"));
        // Nothing is rotated where maps are compared.
        assertThat(Specs.problems(FILE.formatted(13, "distillation: {standardisation: PhiS}")))
                .isEmpty();
        assertThat(Specs.problems(FILE.formatted(13, "joint: {standardisation: PerChannel}")))
                .isEmpty();
    }
}
