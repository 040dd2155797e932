package io.mlfd.plan.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.api.method.MlfdSpec.Projector;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.GivenFile;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.WriteReport;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experts and students of other networks than each other, and data sets without a student. */
class TeacherAndStudentPlanTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: apart}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}%s
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet14, width: 8}%s
              input: {size: 16}
              training: {epochs: 3}
              method: {mlfd: {%s}}
              baselines: [Joint, OwnTeacher]
            """;
    private static final String LARGE = "\n      teacher: {model: {name: resnet20, width: 32}}";
    private static final String HELPER = "\n      student: {none: true}";
    private static final NetworkSpec RESNET8 = new NetworkSpec("resnet8", 16);
    private static final NetworkSpec RESNET20 = new NetworkSpec("resnet20", 32);

    private static Plan plan(String a, String b, String method) {
        return plan(a, b, method, "Joint, OwnTeacher");
    }

    private static Plan plan(String a, String b, String method, String baselines) {
        String file = FILE.formatted(a, b, method).replace("Joint, OwnTeacher", baselines);
        return ((Valid<Plan>) Specs.planned(file)).value();
    }

    private static List<String> keys(Plan plan) {
        return plan.stages().stream().map(Stage::planKey).toList();
    }

    private static NetworkSpec network(Plan plan, String stage) {
        return plan.stage(stage).work().outputs().get(0).network().orElseThrow();
    }

    @Test
    void aLargeTeacherAndASmallStudent() {
        Plan plan = plan(LARGE, "", "");
        assertThat(network(plan, "teacher/a")).isEqualTo(RESNET20);
        assertThat(network(plan, "distill/a")).isEqualTo(RESNET8);
        TrainJointTeacher joint = (TrainJointTeacher) plan.stage("joint").work();
        assertThat(joint.datasets()).extracting(DatasetWork::network).contains(RESNET20);
        assertThat(joint.students()).isEqualTo(Map.of("a", RESNET8));
        assertThat(joint.helpers()).isEmpty();
        assertThat(((DistillOwnTeacher) plan.stage("baseline/own-teacher/a").work()).teacherNetwork())
                .isEqualTo(RESNET20);
        assertThat(((DistillOwnTeacher) plan.stage("baseline/own-teacher/b").work()).expert())
                .isEmpty();
        assertThat(((WriteReport) plan.stage("report").work()).datasets().get(0).network())
                .isEqualTo(RESNET8);
        assertThat(plan.stages())
                .extracting(Stage::name)
                .contains("baseline/joint/resnet8", "baseline/joint/resnet14-8")
                .noneMatch(name -> name.contains("resnet20"));
    }

    /** A small student is not held against a large expert first, but against itself without T*. */
    @Test
    void theHeadlineComparesNetworksOfOneSize() {
        assertThat(plan(LARGE, "", "").comparisons().references().get(0).role()).isEqualTo("own-teacher");
        assertThat(plan("", "", "").comparisons().references().get(0).role()).isEqualTo("teacher");
        assertThat(plan(LARGE, "", "").comparisons().references())
                .hasSameElementsAs(plan("", "", "").comparisons().references());
    }

    @Test
    void aHelperSetLendsItsExpertAndNothingElse() {
        Plan plan = plan("", HELPER, "");
        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly(
                        "teacher/a",
                        "teacher/b",
                        "joint",
                        "distill/a",
                        "baseline/joint/resnet8",
                        "baseline/own-teacher/a",
                        "report");
        assertThat(plan.comparisons().helpers()).containsExactly("b");
        TrainJointTeacher joint = (TrainJointTeacher) plan.stage("joint").work();
        assertThat(joint.helpers()).containsExactly("b");
        assertThat(joint.reads()).extracting(DatasetWork::name).containsExactly("a", "b");
        assertThat(((TrainUnion) plan.stage("baseline/joint/resnet8").work()).datasets())
                .hasSize(2);
        // A trunk of its own would serve nobody.
        assertThat(plan("", HELPER, "joint: {trunk: PerDataset}")
                        .stage("joint")
                        .work()
                        .reads())
                .extracting(DatasetWork::name)
                .containsExactly("a");
    }

    @Test
    void aStudentsTrainingIsOverThatOfAllStudents() {
        Plan plan = plan(
                "\n      student: {training: {epochs: 9}}", "", "distillation: {training: {epochs: 7, batchSize: 5}}");
        Distill a = (Distill) plan.stage("distill/a").work();
        assertThat(a.training().epochs()).isEqualTo(9);
        assertThat(a.training().batchSize()).isEqualTo(5);
        assertThat(((Distill) plan.stage("distill/b").work()).training().epochs())
                .isEqualTo(7);
        assertThat(((DistillOwnTeacher) plan.stage("baseline/own-teacher/a").work())
                        .training()
                        .epochs())
                .isEqualTo(9);
        assertThat(plan.stage("teacher/a").work().trainedWith().orElseThrow().epochs())
                .isEqualTo(3);
    }

    @Test
    void aStudentAndItsControlStartFromTheTeacher() {
        Plan plan = plan("\n      student: {init: Teacher}", "\n      student: {init: Random}", "");
        assertThat(((Distill) plan.stage("distill/a").work()).init()).contains(StudentInit.TEACHER);
        assertThat(((DistillOwnTeacher) plan.stage("baseline/own-teacher/a").work()).init())
                .contains(StudentInit.TEACHER);
        assertThat(((Distill) plan.stage("distill/b").work()).init()).isEmpty();
    }

    @Test
    void aStudentAndItsControlsStartFromTheUnionNetwork() {
        Plan plan = plan("\n      student: {init: Union}", "", "", "Joint, OwnTeacher, Alone");
        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly(
                        "teacher/a",
                        "teacher/b",
                        "joint",
                        "baseline/joint/resnet8",
                        "distill/a",
                        "distill/b",
                        "baseline/joint/resnet14-8",
                        "baseline/own-teacher/a",
                        "baseline/own-teacher/b",
                        "baseline/alone/a",
                        "baseline/alone/b",
                        "report");
        assertThat(plan.stage("joint").inputNames()).containsExactly("teacher/a", "teacher/b");
        assertThat(plan.stage("distill/a").inputNames())
                .containsExactly("teacher/a", "teacher/b", "joint", "baseline/joint/resnet8");
        assertThat(plan.stage("distill/b").inputNames()).containsExactly("teacher/a", "teacher/b", "joint");
        assertThat(plan.stage("baseline/own-teacher/a").inputNames())
                .containsExactly("teacher/a", "baseline/joint/resnet8");
        assertThat(plan.stage("baseline/alone/a").inputNames()).containsExactly("baseline/joint/resnet8");
        assertThat(((TrainAlone) plan.stage("baseline/alone/a").work()).init()).contains(StudentInit.UNION);
        assertThat(((TrainAlone) plan.stage("baseline/alone/b").work()).init()).isEmpty();
        // Of what nobody asked for, only what is built on.
        Plan alone = plan("\n      student: {init: Union}", "", "", "");
        assertThat(alone.stages())
                .extracting(Stage::name)
                .contains("baseline/joint/resnet8")
                .doesNotContain("baseline/joint/resnet14-8");
        assertThat(alone.comparisons().references()).extracting("role").contains("union");
    }

    /** Both are reasons to have it, and it is one stage. */
    @Test
    void aUnionNetworkThatIsFusedAndStartedFromIsThereOnce() {
        Plan plan = plan(
                "\n      student: {init: Union}",
                "\n      student: {model: {name: resnet8}}",
                "joint: {unionNetwork: true}",
                "");
        assertThat(plan.stage("distill/a").inputNames())
                .containsExactly("teacher/a", "teacher/b", "joint", "baseline/joint/resnet8");
        assertThat(plan.stages()).extracting(Stage::name).containsOnlyOnce("baseline/joint/resnet8");
    }

    @Test
    void aStartFromAFileIsOneOfTheStagesFiles() {
        Plan plan =
                plan("\n      student: {init: File, file: {path: weights/a.safetensors}}", "", "", "OwnTeacher, Alone");
        for (String stage : List.of("distill/a", "baseline/own-teacher/a", "baseline/alone/a")) {
            assertThat(plan.stage(stage).work().files()).containsExactly(new GivenFile("a", "weights/a.safetensors"));
        }
        assertThat(plan.stage("baseline/alone/a").inputNames()).isEmpty();
        assertThat(plan.stage("distill/b").work().files()).isEmpty();
    }

    @Test
    void aStudentAloneStartsFromItsTeacher() {
        Plan plan = plan("\n      student: {init: Teacher}", "", "", "Alone");
        assertThat(plan.stage("baseline/alone/a").inputNames()).containsExactly("teacher/a");
        assertThat(plan.stage("baseline/alone/b").inputNames()).isEmpty();
    }

    /** What says the default in other words changes no key. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            student: {none: false}                                          | ''
            student: {init: Random}                                         | ''
            'teacher: {model: {name: resnet8}}'                             | ''
            'teacher: {model: {name: resnet8, width: 16}}'                  | ''
            student: {model: {name: resnet8}}                               | ''
            student: {training: {epochs: 3}}                                | ''
            student: {}                                                     | 'distillation: {projector: None}'
            student: {}                                                     | 'distillation: {projector: OneByOne}'
            """)
    void aKeyFollowsNetworks(String field, String method) {
        assertThat(keys(plan("\n      " + field, "", method))).isEqualTo(keys(plan("", "", "")));
    }

    @Test
    void withProjectorsTheJointTeacherKnowsNoStudent() {
        String projected = "distillation: {projector: OneByOne}";
        Plan one = plan(LARGE, "", projected);
        Plan other = plan(LARGE + "\n      student: {model: {name: resnet14}}", "", projected);
        assertThat(one.stage("joint").planKey()).isEqualTo(other.stage("joint").planKey());
        assertThat(((TrainJointTeacher) one.stage("joint").work()).students()).isEmpty();
        assertThat(((Distill) one.stage("distill/a").work()).projector()).contains(Projector.ONE_BY_ONE);
        assertThat(((Distill) one.stage("distill/b").work()).projector()).isEmpty();
        assertThat(plan(LARGE, "", "").stage("joint").planKey())
                .isNotEqualTo(plan(LARGE + "\n      student: {model: {name: resnet8, width: 4}}", "", "")
                        .stage("joint")
                        .planKey());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            student: {none: true, init: Teacher}                    | '' | spec.datasets[0].student      | none: there is no student
            student: {init: Teacher, model: {name: resnet14}}       | '' | spec.datasets[0].student.init | the student is resnet14 and the expert resnet8
            student: {none: true}                                   | student: {none: true} | spec.datasets | none has a student
            student: {training: {augmentation: {mixup: {}}}}        | '' | spec.datasets[0].student.training.augmentation.mixup | students learn
            student: {training: {augmentation: {crop: 20}}}         | '' | spec.datasets[0].student.training.augmentation.crop | is more than spec.input.size
            student: {model: {name: resnet18}}                      | '' | spec.method.mlfd.levels[0] | 'resnet8 of data set "a" has only 3 stages'
            """)
    void whatCannotBeIsToldByItsField(String a, String b, String path, String message) {
        List<Problem> problems = Specs.problems(
                FILE.formatted("\n      " + a, b.isEmpty() ? "" : "\n      " + b, "levels: [last-3, last]"));
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    /** A fused map is never made larger than what there is: with projectors the joint teacher's size is the experts' alone. */
    @Test
    void aProjectedStudentHasMapsOfTheExpertsSizeAtLeast() {
        String deep = "\n      student: {model: {name: resnet18}}";
        assertThat(Specs.problems(FILE.formatted(deep, "", "levels: [last]"))).isEmpty();
        assertThat(Specs.problems(FILE.formatted(deep, "", "levels: [last], distillation: {projector: OneByOne}")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec.method.mlfd.levels[0]");
                    assertThat(problem.message()).contains("a's student are 2x2", "smallest, 4x4", "projector");
                });
    }
}
