package io.mlfd.plan.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.feed.DistillLink;
import io.mlfd.contract.feed.DistillTeachers;
import io.mlfd.contract.feed.TrainParaphraser;
import io.mlfd.contract.feed.TransferFactors;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedPlanTest {
    private static final String PARALLEL =
            "mode: Parallel, teachers: 2, controls: [SingleTeacher, FactorTransfer], training: {epochs: 7}";
    private static final String SEQUENTIAL = "mode: Sequential, controls: [FactorTransfer]";

    private static String file(String feed, String more) {
        return """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: feed}
                spec:
                  datasets:
                    - name: a
                      source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}
                      model: {name: resnet8, width: 4}
                      teacher: {training: {epochs: 9}}
                    - name: b
                      source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}
                      model: {name: resnet8}
                  input: {size: 16}
                  training: {epochs: 11}
                  method: {feed: {%s}}
                %s
                """.formatted(feed, more.isEmpty() ? "" : "  " + more);
    }

    private static Plan plan(String feed, String more) {
        Checked<Plan> planned = Specs.planned(file(feed, more));
        assertThat(planned).isInstanceOf(Valid.class);
        return ((Valid<Plan>) planned).value();
    }

    private static String text(Plan plan) {
        return plan.stages().stream()
                .map(stage -> stage.name() + " "
                        + stage.work().trainedWith().map(Training::epochs).orElse(0) + " "
                        + stage.kind().label()
                        + " < " + String.join(", ", stage.inputNames()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void parallelTeachersHaveStagesOfTheirOwnAndOneStudent() {
        assertThat(text(plan(PARALLEL, "baselines: [Alone]"))).isEqualTo("""
                teacher/a/1 9 teacher <\s
                teacher/a/2 9 teacher <\s
                distill/a 7 distill < teacher/a/1, teacher/a/2
                baseline/single-teacher/a 7 baseline < teacher/a/1
                baseline/paraphraser/a 5 baseline < teacher/a/1
                baseline/factor-transfer/a 7 baseline < teacher/a/1, baseline/paraphraser/a
                baseline/alone/a 7 baseline <\s
                teacher/b/1 11 teacher <\s
                teacher/b/2 11 teacher <\s
                distill/b 7 distill < teacher/b/1, teacher/b/2
                baseline/single-teacher/b 7 baseline < teacher/b/1
                baseline/paraphraser/b 5 baseline < teacher/b/1
                baseline/factor-transfer/b 7 baseline < teacher/b/1, baseline/paraphraser/b
                baseline/alone/b 7 baseline <\s
                report 0 report < teacher/a/1, teacher/a/2, distill/a, baseline/single-teacher/a, baseline/paraphraser/a, \
                baseline/factor-transfer/a, baseline/alone/a, teacher/b/1, teacher/b/2, distill/b, \
                baseline/single-teacher/b, baseline/paraphraser/b, baseline/factor-transfer/b, baseline/alone/b""");
    }

    @Test
    void aChainGoesFromTheTeacherOverEveryLink() {
        assertThat(text(plan(SEQUENTIAL, ""))).isEqualTo("""
                teacher/a 9 teacher <\s
                distill/a/1 11 distill < teacher/a
                distill/a/2 11 distill < distill/a/1
                distill/a/3 11 distill < distill/a/2
                baseline/paraphraser/a 5 baseline < teacher/a
                baseline/factor-transfer/a 11 baseline < teacher/a, baseline/paraphraser/a
                teacher/b 11 teacher <\s
                distill/b/1 11 distill < teacher/b
                distill/b/2 11 distill < distill/b/1
                distill/b/3 11 distill < distill/b/2
                baseline/paraphraser/b 5 baseline < teacher/b
                baseline/factor-transfer/b 11 baseline < teacher/b, baseline/paraphraser/b
                report 0 report < teacher/a, distill/a/1, distill/a/2, distill/a/3, baseline/paraphraser/a, \
                baseline/factor-transfer/a, teacher/b, distill/b/1, distill/b/2, distill/b/3, \
                baseline/paraphraser/b, baseline/factor-transfer/b""");
    }

    @Test
    void absentFieldsAreThoseOfTheDocumentation() {
        DistillTeachers student =
                (DistillTeachers) plan("mode: Parallel", "").stage("distill/a").work();
        assertThat(student.teachers()).isEqualTo(3);
        assertThat(student.beta()).isEqualTo(500);
        assertThat(student.level()).isEqualTo("last");
        Plan chain = plan(SEQUENTIAL, "");
        assertThat(chain.stage("distill/a/3").work()).isInstanceOf(DistillLink.class);
        assertThat(((TrainParaphraser) chain.stage("baseline/paraphraser/a").work()).rate())
                .isEqualTo(0.5);
        assertThat(((TransferFactors) chain.stage("baseline/factor-transfer/a").work()).rate())
                .isEqualTo(0.5);
    }

    @Test
    void theParaphrasersOwnSettingsComeBeforeTheStudents() {
        Plan plan = plan(
                PARALLEL + ", factorTransfer: {rate: 0.75, paraphraser: {epochs: 2}}, beta: 50, level: last-1", "");
        TrainParaphraser paraphraser =
                (TrainParaphraser) plan.stage("baseline/paraphraser/a").work();
        assertThat(paraphraser.training().epochs()).isEqualTo(2);
        assertThat(paraphraser.rate()).isEqualTo(0.75);
        assertThat(paraphraser.level()).isEqualTo("last-1");
        assertThat(((DistillTeachers) plan.stage("distill/a").work()).beta()).isEqualTo(50);
    }

    @Test
    void whatIsComparedIsWhatIsTrained() {
        assertThat(plan(PARALLEL, "baselines: [Alone]").comparisons().references())
                .extracting(Column::role)
                .containsExactly("alone", "single-teacher", "factor-transfer", "teacher-ensemble");
        Plan chain = plan("mode: Sequential", "");
        assertThat(chain.comparisons().subject()).isEqualTo(Column.of(DistillLink.role(3), Metric.TOP1));
        assertThat(chain.comparisons().references())
                .extracting(Column::role)
                .containsExactly("link-1", "link-2", "teacher");
        for (Plan plan : List.of(plan(PARALLEL, "baselines: [Alone]"), chain)) {
            Set<Column> measured = plan.stages().stream()
                    .flatMap(stage -> stage.work().outputs().stream())
                    .flatMap(output -> output.metrics().stream().map(metric -> Column.of(output.role(), metric)))
                    .collect(Collectors.toSet());
            assertThat(measured)
                    .contains(plan.comparisons().subject())
                    .containsAll(plan.comparisons().references());
        }
    }

    /** A longer chain begins with the shorter one, so that what was trained is used again. */
    @Test
    void linksDoNotDependOnTheLengthOfTheirChain() {
        Plan shorter = plan("mode: Sequential, links: 1", "");
        Plan longer = plan("mode: Sequential, links: 2", "");
        assertThat(longer.stage("distill/a/1").planKey())
                .isEqualTo(shorter.stage("distill/a/1").planKey());
    }

    @Test
    void columnsOfOneDataSetAreDifferent() {
        Plan plan = plan(PARALLEL, "baselines: [Alone]");
        assertThat(plan.stages().stream()
                        .filter(stage -> stage.dataset().stream().anyMatch("a"::equals))
                        .flatMap(stage -> stage.work().outputs().stream())
                        .map(output -> output.role().id()))
                .doesNotHaveDuplicates()
                .contains("teacher-1-maps", "teacher-2-maps", "single-teacher-maps");
    }

    @Test
    void worksSurviveTheirJson() {
        ContractJson json = new ContractJson();
        for (Plan plan : List.of(plan(PARALLEL, "baselines: [Alone]"), plan(SEQUENTIAL, ""))) {
            for (Stage stage : plan.stages()) {
                assertThat(json.read(json.write(stage.work()), StageWork.class)).isEqualTo(stage.work());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            teachers: 2 | spec.method.feed.mode | is missing
            mode: Both | spec.method.feed.mode | there are Parallel, Sequential
            mode: Parallel, links: 2 | spec.method.feed.links | only Sequential has them; leave it out
            mode: Sequential, teachers: 2 | spec.method.feed.teachers | only Parallel has several; leave it out
            mode: Parallel, teachers: 0 | spec.method.feed.teachers | 1
            mode: Sequential, links: 17 | spec.method.feed.links | 16
            mode: Parallel, beta: 0 | spec.method.feed.beta | 0 must be more than 0
            mode: Parallel, level: embedding | spec.method.feed.level | last
            mode: Parallel, level: last-3 | spec.method.feed.level | "last-3": resnet8/4 of data set "a" has only 3 stages
            mode: Sequential, controls: [SingleTeacher] | spec.method.feed.controls | the first link is Sequential's SingleTeacher; leave it out
            mode: Parallel, teachers: 1, controls: [SingleTeacher] | spec.method.feed.controls | with one teacher the student is SingleTeacher already; leave it out
            mode: Parallel, controls: [FactorTransfer, FactorTransfer] | spec.method.feed.controls | FactorTransfer stands there twice
            mode: Parallel, controls: [Alone] | spec.method.feed.controls[0] | there are SingleTeacher, FactorTransfer
            mode: Parallel, factorTransfer: {rate: 0.5} | spec.method.feed.factorTransfer | controls do not name FactorTransfer; name it, or leave factorTransfer out
            mode: Parallel, controls: [FactorTransfer], factorTransfer: {rate: 0} | spec.method.feed.factorTransfer.rate | 0 must be more than 0
            mode: Parallel, training: {augmentation: {crop: 99}} | spec.method.feed.training.augmentation.crop | 64
            mode: Parallel, controls: [FactorTransfer], factorTransfer: {paraphraser: {augmentation: {crop: 99}}} | spec.method.feed.factorTransfer.paraphraser.augmentation.crop | 64
            mode: Parallel, controls: [FactorTransfer], factorTransfer: {paraphraser: {classWeights: {name: Balanced}}} | spec.method.feed.factorTransfer.paraphraser.classWeights | the paraphraser learns from maps, without labels; leave it out
            mode: Parallel, controls: [FactorTransfer], factorTransfer: {paraphraser: {labelSmoothing: 0.1}} | spec.method.feed.factorTransfer.paraphraser.labelSmoothing | the paraphraser learns from maps, without labels; leave it out
            mode: Parallel}, mlfd: {levels: [last] | spec.method | name exactly one of mlfd, ffl, feed
            """)
    void aProblemNamesTheFieldAndItsRemedy(String feed, String path, String message) {
        assertThat(problems(file(feed, ""))).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void severalTeachersAreNoCheckpoint() {
        String given = file("mode: Parallel", "")
                .replace("teacher: {training: {epochs: 9}}", "teacher: {checkpoint: {path: x.safetensors}}");
        assertThat(problems(given))
                .containsExactly(new Problem(
                        "spec.datasets[0].teacher.checkpoint",
                        "Parallel trains several teachers that differ in chance only; leave it out"));
        assertThat(problems(given.replace("Parallel", "Sequential"))).isEmpty();
    }

    @Test
    void otherBaselinesAreRefused() {
        assertThat(problems(file("mode: Parallel", "baselines: [Joint]")))
                .extracting(Problem::path)
                .containsExactly("spec.baselines");
    }

    private static List<Problem> problems(String file) {
        return Specs.problems(file);
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        Plan parallel = plan(PARALLEL, "");
        Plan sequential = plan(SEQUENTIAL, "");
        assertThat(Stream.of(
                                parallel.stage("teacher/a/1"),
                                parallel.stage("distill/a"),
                                parallel.stage("baseline/single-teacher/a"),
                                parallel.stage("baseline/paraphraser/a"),
                                parallel.stage("baseline/factor-transfer/a"),
                                sequential.stage("distill/a/1"))
                        .map(Stage::planKey))
                .containsExactly(
                        "0d59e058792f42e1337a9abdfb74ca20",
                        "4c68b55d65446063e3d647d6d1387ea9",
                        "9a5db6ba454c07776a2a0bbd1267c606",
                        "aad7eab5d0890c1f19f48cab86456ead",
                        "7b380b3f63657c6120bf59387ec12c27",
                        "f813934ca1b52989d8ede38e4b52c1f2");
    }
}
