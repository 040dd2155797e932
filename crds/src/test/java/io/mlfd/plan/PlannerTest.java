package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.contract.GivenFile;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.plan.Checked.Valid;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlannerTest {
    private static final long MOST_BYTES = 1_000_000;

    private final RunFileReader reader = new RunFileReader();
    private final Plan full = plan(Specs.full());

    @Test
    void stagesPerSeedAndOneReport() {
        assertThat(full.stages())
                .extracting(Stage::name)
                .contains(
                        "teacher/a@0",
                        "teacher/c@1",
                        "joint@0",
                        "joint@1",
                        "distill/b@1",
                        "baseline/joint/resnet14-8@0",
                        "baseline/own-teacher/c@0",
                        "report");
        assertThat(full.stages()).hasSize(2 * (3 + 1 + 3 + 3 + 3) + 1);
        assertThat(full.stage("report").inputs()).hasSize(26);
    }

    @Test
    void everyStageComesAfterItsInputs() {
        Set<String> before = new TreeSet<>();
        for (Stage stage : full.stages()) {
            assertThat(before).containsAll(stage.inputNames());
            before.add(stage.name());
        }
    }

    /** An operator plans at every look at a run. What a plan leaves to the collector is the same on every machine, unlike its time. */
    @Test
    void planningAgainIsCheap() {
        Planner planner = new Planner();
        MLFDRun run = ((Valid<MLFDRun>) reader.read(Specs.full())).value();
        long first = allocated(() -> planner.plan("r", run.getSpec()));
        long again = allocated(() -> planner.plan("r", run.getSpec()));
        assertThat(again).isPositive().isLessThan(MOST_BYTES);
        // By how much hangs on what has planned in this process before.
        assertThat(first).as("what is not done again").isGreaterThan(again);
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        work.run();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    @Test
    void inputsStayWithinTheirSeed() {
        assertThat(full.stage("distill/a@1").inputNames())
                .containsExactlyInAnyOrder("teacher/a@1", "teacher/b@1", "teacher/c@1", "joint@1");
        assertThat(full.stage("baseline/own-teacher/b@0").inputNames()).containsExactly("teacher/b@0");
    }

    @Test
    void nearestLevelDecidesAField() {
        TrainTeacher b = (TrainTeacher) full.stage("teacher/b@0").work();
        assertThat(b.training().epochs()).isEqualTo(7);
        assertThat(b.training().batchSize()).isEqualTo(16);
        assertThat(b.training().optimizer().name()).isEqualTo(OptimizerName.SGD);
        TrainJointTeacher joint = (TrainJointTeacher) full.stage("joint@0").work();
        assertThat(joint.training().epochs()).isEqualTo(5);
        assertThat(joint.training().optimizer())
                .isEqualTo(new Training.Optimizer(OptimizerName.ADAMW, 2e-3, 1e-2, 0, false));
        assertThat(joint.training().augmentation()).isEqualTo(new Training.Augmentation(0, false));
    }

    @Test
    void levelsAreOrderedByDepthWhateverTheFileSays() {
        TrainJointTeacher joint = (TrainJointTeacher) full.stage("joint@0").work();
        assertThat(joint.levels()).containsExactly("last-1", "last", "embedding");
    }

    @Test
    void checkpointIsTakenInsteadOfTrained() {
        assertThat(full.stage("teacher/c@0").work().files())
                .containsExactly(new GivenFile("c", "experts/c.safetensors"));
    }

    @Test
    void ownTeacherControlHasNoMapsToLearnFrom() {
        var control = (DistillOwnTeacher) full.stage("baseline/own-teacher/a@0").work();
        assertThat(control.weights().soft()).isEqualTo(0.8, Assertions.within(1e-12));
        assertThat(control.weights().features()).isZero();
    }

    @Test
    void stageKindsPodSettingsReplaceWholeFields() {
        Stage teacher = full.stage("teacher/a@0");
        assertThat(teacher.pod().image()).isEqualTo("registry.example/mlfd-trainer:1");
        assertThat(teacher.pod().resources().requests()).isEmpty();
        assertThat(teacher.threads()).isEqualTo(OptionalInt.of(2));
        assertThat(full.stage("joint@0").threads()).isEqualTo(OptionalInt.of(1));
    }

    /** An edit invalidates what it touches and nothing else. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /spec/method/mlfd/distillation/weights/soft | 0.5                | distill, baseline/own-teacher, report
                    /spec/method/mlfd/joint/dropout             | 0.1                | joint, distill, report
                    /spec/datasets/1/teacher/training/epochs    | 8                  | teacher/b, joint, distill, baseline/own-teacher/b, report
                    /spec/training/checkpointEvery/seconds      | 5                  | ''
                    /spec/pod/image                             | other              | ''
                    /spec/parallelism                           | 7                  | ''
                    /spec/seeds/1                               | 9                  | report
                    """)
    void editInvalidatesOnlyWhatItTouches(String pointer, String value, String expected) {
        Map<String, String> before = keys(full);
        Map<String, String> after = keys(plan(Specs.with(pointer, value)));
        List<String> prefixes = expected.isEmpty() ? List.of() : List.of(expected.split(", "));
        for (Map.Entry<String, String> stage : before.entrySet()) {
            if (after.containsKey(stage.getKey())) {
                boolean touched = prefixes.stream().anyMatch(stage.getKey()::startsWith);
                assertThat(!after.get(stage.getKey()).equals(stage.getValue()))
                        .as(stage.getKey())
                        .isEqualTo(touched);
            }
        }
    }

    /** Keys name folders on volumes: they change only together with the numerics version. */
    @Test
    void planKeysArePinned() {
        assertThat(full.stage("teacher/a@0").planKey()).isEqualTo(TEACHER_A);
        assertThat(full.stage("report").planKey()).isEqualTo(REPORT);
    }

    private static final String TEACHER_A = "f5a103adeac7c41bbe24c48585e0acc0";
    private static final String REPORT = "7f9214403a9db8a86f9656c508a15ff3";

    @Test
    void worksSurviveTheirJson() {
        ContractJson json = new ContractJson();
        for (Stage stage : full.stages()) {
            String text = json.write(stage.work());
            assertThat(json.read(text, StageWork.class)).isEqualTo(stage.work());
            assertThat(json.write(json.read(text, StageWork.class))).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{"type":"TakeTeacher","extra":1}'
                    '{"type":"Unknown"}'
                    '{"datasets":[]}'
                    '{"type":"Report"}'
                    '[]'
                    ''
                    """)
    void otherJsonIsRefusedInOneLine(String text) {
        Assertions.assertThatThrownBy(() -> new ContractJson().read(text == null ? "" : text, StageWork.class))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith("not a StageWork: ");
    }

    @Test
    void everyKindOfStageIsPlanned() {
        Set<StageKind> planned = full.stages().stream().map(Stage::kind).collect(Collectors.toSet());
        // Kinds that other methods have.
        planned.add(StageKind.ONLINE);
        assertThat(planned).containsExactlyInAnyOrder(StageKind.values());
    }

    private Map<String, String> keys(Plan plan) {
        return plan.stages().stream().collect(Collectors.toMap(Stage::name, Stage::planKey));
    }

    private Plan plan(JsonNode file) {
        MLFDRun run = ((Valid<MLFDRun>) reader.read(file)).value();
        return ((Valid<Plan>) new Planner().plan("full", run.getSpec())).value();
    }
}
