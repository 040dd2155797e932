package io.mlfd.plan.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.contract.supervised.TrainFold;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fold experts in the place of a data set's own. */
class OutOfFoldPlanTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: folds}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}%s
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 2}
                  model: {name: resnet14}%s
              input: {size: 16}
              training: {epochs: 3}
              method: {mlfd: {joint: {%s}}}
              baselines: [OwnTeacher, Alone]
            """;
    private static final String HELPER = "\n      student: {none: true}";
    private static final String FOLDED = "experts: OutOfFold, folds: 2";

    private static Plan plan(String a, String b, String joint) {
        return ((Valid<Plan>) Specs.planned(FILE.formatted(a, b, joint))).value();
    }

    private static List<String> problems(String a, String b, String joint) {
        return Specs.problems(FILE.formatted(a, b, joint)).stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }

    private static TrainJointTeacher joint(Plan plan) {
        return (TrainJointTeacher) plan.stage("joint").work();
    }

    @Test
    void fromEveryDataSetThatTheJointTeacherLearnsFromFoldsAreLeftOut() {
        Plan plan = plan("", HELPER, FOLDED);
        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly(
                        "teacher/a",
                        "teacher/b",
                        "teacher/a/fold-1",
                        "teacher/a/fold-2",
                        "teacher/b/fold-1",
                        "teacher/b/fold-2",
                        "joint",
                        "distill/a",
                        "baseline/own-teacher/a",
                        "baseline/alone/a",
                        "report");
        List<String> fused = List.of("teacher/a/fold-1", "teacher/a/fold-2", "teacher/b/fold-1", "teacher/b/fold-2");
        assertThat(plan.stage("joint").inputNames()).isEqualTo(fused);
        assertThat(plan.stage("distill/a").inputNames())
                .startsWith(fused.toArray(String[]::new))
                .endsWith("joint");
        // The expert stays what the student is compared with.
        assertThat(plan.stage("baseline/own-teacher/a").inputNames()).containsExactly("teacher/a");
        assertThat(plan.comparisons()).isEqualTo(plan("", HELPER, "").comparisons());
    }

    /** A trunk of a data set's own sees no images of a helper set, and nobody has to be asked about them who has not. */
    @Test
    void theExpertOfAHelperSetStandsForItselfInATrunkOfAnotherDataSet() {
        Plan plan = plan("", HELPER, "trunk: PerDataset, " + FOLDED);
        assertThat(plan.stage("joint").inputNames())
                .containsExactly("teacher/a/fold-1", "teacher/a/fold-2", "teacher/b");
        TrainJointTeacher joint = joint(plan);
        assertThat(joint.datasets().stream().map(joint::foldsOf))
                .containsExactly(OptionalInt.of(2), OptionalInt.empty());
        assertThat(((Distill) plan.stage("distill/a").work()).joint()).isEqualTo(joint);
    }

    @Test
    void aFoldExpertIsTrainedAsTheExpertIs() {
        Plan plan = plan(
                "\n      teacher: {model: {name: resnet20}, training: {epochs: 7}, init: {path: w.safetensors}}",
                "",
                FOLDED);
        TrainTeacher teacher = (TrainTeacher) plan.stage("teacher/a").work();
        TrainFold fold = (TrainFold) plan.stage("teacher/a/fold-2").work();
        assertThat(fold).isEqualTo(new TrainFold(teacher.dataset(), 16, teacher.training(), teacher.init(), 2, 2));
        assertThat(fold.dataset().network()).isEqualTo(new NetworkSpec("resnet20", 16));
        assertThat(fold.files()).isEqualTo(teacher.files()).hasSize(1);
        assertThat(fold.kind()).isEqualTo(StageKind.TEACHER);
        assertThat(fold.reads()).extracting(DatasetWork::name).containsExactly("a");
        assertThat(fold.outputs()).extracting(output -> output.role()).containsExactly(Roles.foldExpert(2));
    }

    /** Else the first expert among a student's inputs would be one that has seen less. */
    @Test
    void aStudentThatStartsFromItsExpertGetsThatOneFirst() {
        String start = "\n      student: {init: Teacher}";
        assertThat(plan(start, "", FOLDED).stage("distill/a").inputNames()).startsWith("teacher/a", "teacher/a/fold-1");
        assertThat(plan("", start, FOLDED).stage("distill/b").inputNames()).startsWith("teacher/b", "teacher/a/fold-1");
        assertThat(plan(start, "", FOLDED).stage("baseline/alone/a").inputNames())
                .containsExactly("teacher/a");
        assertThat(plan(start, "", "").stage("distill/a").inputNames())
                .containsExactly("teacher/a", "teacher/b", "joint");
    }

    @Test
    void everySeedHasItsOwn() {
        Plan plan = ((Valid<Plan>)
                        Specs.planned(FILE.formatted("", "", FOLDED).replace("input:", "seeds: [3, 4]\n  input:")))
                .value();
        assertThat(plan.stage("joint@4").inputNames())
                .containsExactly(
                        "teacher/a/fold-1@4", "teacher/a/fold-2@4", "teacher/b/fold-1@4", "teacher/b/fold-2@4");
        assertThat(plan.stages().stream().map(Stage::planKey).distinct()).hasSameSizeAs(plan.stages());
    }

    @Test
    void foldsAreThreeUnlessSaid() {
        assertThat(plan("", "", "experts: OutOfFold").stages())
                .isEqualTo(plan("", "", "experts: OutOfFold, folds: 3").stages());
        assertThat(joint(plan("", "", "experts: OutOfFold")).folds()).hasValue(3);
    }

    /** Whoever learns from no joint teacher is the same with and without. */
    @ParameterizedTest
    @ValueSource(strings = {"teacher/a", "teacher/b", "baseline/own-teacher/a", "baseline/alone/b"})
    void otherStagesKeepTheirKeys(String stage) {
        assertThat(plan("", "", FOLDED).stage(stage).planKey())
                .isEqualTo(plan("", "", "").stage(stage).planKey());
    }

    @Test
    void theJointTeacherAndStudentsAreOthers() {
        assertThat(List.of("", "experts: Others", "experts: OutOfFold", FOLDED).stream()
                        .map(joint -> plan("", "", joint).stage("distill/a").planKey())
                        .distinct())
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            folds: 3                        | spec.method.mlfd.joint.folds: is for experts: OutOfFold; leave it out
            'experts: Others, folds: 3'     | spec.method.mlfd.joint.folds: is for experts: OutOfFold; leave it out
            'experts: OutOfFold, folds: 6'  | 'spec.method.mlfd.joint.folds: 6: data set "b" has 5 train images of a class (trainPerClass), and each fold leaves out one at least; lower folds, or raise trainPerClass'
            """)
    void whatCannotBeIsToldByItsField(String joint, String problem) {
        assertThat(problems("", "", joint)).containsExactly(problem);
    }

    @Test
    void aGivenExpertHasSeenWhatItHasSeen() {
        String given = "\n      teacher: {checkpoint: {path: w.safetensors}}";
        assertThat(problems("", given, FOLDED))
                .containsExactly("spec.datasets[1].teacher.checkpoint: spec.method.mlfd.joint.experts OutOfFold trains"
                        + " this expert again without a part of the images, and a given one is not trained; give"
                        + " teacher.init, or choose Others");
        // That of a helper set is asked about nothing that it has seen.
        assertThat(problems("", given + HELPER, "trunk: PerDataset, " + FOLDED)).isEmpty();
    }
}
