package io.mlfd.plan.mclokd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Ensemble;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MclOkdPlanTest {
    private static final String CONTROLS = "controls: [WithoutContrast, WithoutEnsemble]";
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: mcl-okd}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 100, testPerClass: 5, classes: [circle, cross, ring, star]}
                  model: {name: resnet14}
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}
                  model: {name: resnet18}
              input: {size: 32}
              training: {epochs: 30}
              method: {mclOkd: %s}
              baselines: %s
            """;

    @Test
    void everyDataSetHasOneOnlineStageItsControlsAndItsNetworkAlone() {
        Plan plan = plan("{%s}".formatted(CONTROLS), "[Alone]");

        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly(
                        "online/a",
                        "online/b",
                        "baseline/alone/a",
                        "baseline/alone/b",
                        "baseline/without-contrast/a",
                        "baseline/without-contrast/b",
                        "baseline/without-ensemble/a",
                        "baseline/without-ensemble/b",
                        "report");
        assertThat(plan.stages().subList(0, 8)).allMatch(stage -> stage.inputs().isEmpty());
        assertThat(plan.stage("online/a").work().kind()).isEqualTo(StageKind.ONLINE);
        assertThat(plan.stage("baseline/without-contrast/a").work().kind()).isEqualTo(StageKind.BASELINE);
    }

    /** The same network with and without what the method does, each with images of which it is known whether they were right. */
    @Test
    void theFirstBranchIsComparedWithItsNetworkAloneAndItsControls() {
        Plan plan = plan("{%s}".formatted(CONTROLS), "[Alone]");

        assertThat(plan.comparisons().subject()).isEqualTo(new Column("branch-1", "top1"));
        assertThat(plan.comparisons().references())
                .extracting(Column::role)
                .containsExactly("alone", "without-contrast", "without-ensemble", "ensemble");
        assertThat(plan("{}", "[]").comparisons().references())
                .extracting(Column::role)
                .containsExactly("ensemble");
        assertThat(branches(plan, "online/a").networks().get(0).network())
                .isEqualTo(
                        plan.stage("baseline/alone/a").work().outputs().get(0).network());
    }

    @Test
    void defaultsAreThoseOfThePaperAndTheAuthorsCode() {
        TrainContrastedBranches work = branches(plan("{}", "[]"), "online/a");

        assertThat(work.branches()).isEqualTo(4);
        assertThat(work.sharedStages()).isEqualTo(1);
        assertThat(work.contrast()).isEqualTo(new Contrast(0.025, 256, 0.1, 0.5, 128));
        assertThat(work.ensemble()).isEqualTo(new Ensemble(1, 3));
        assertThat(work.outputs())
                .extracting(Output::id)
                .containsExactly("branch-1", "branch-2", "branch-3", "branch-4", "ensemble", "branches");
        assertThat(work.outputs())
                .extracting(output -> output.network().isPresent())
                .containsExactly(true, true, true, true, false, false);
        assertThat(branches(plan("{}", "[]"), "online/b").sharedStages())
                .as("of four stages")
                .isEqualTo(2);
    }

    @Test
    void everyFieldCounts() {
        TrainContrastedBranches work = branches(
                plan(
                        "{branches: 2, shared: 0, contrast: {weight: 0.5, negatives: 9, temperature: 0.2, momentum: 0,"
                                + " embeddingSize: 16}, ensemble: {weight: 0, temperature: 2}}",
                        "[]"),
                "online/a");

        assertThat(work.branches()).isEqualTo(2);
        assertThat(work.sharedStages()).isZero();
        assertThat(work.contrast()).isEqualTo(new Contrast(0.5, 9, 0.2, 0, 16));
        assertThat(work.ensemble()).isEqualTo(new Ensemble(0, 2));
    }

    /** And by the role of its first branch, the only one that is kept of it. */
    @Test
    void aControlDiffersFromTheMethodByOneWeightAlone() {
        Plan plan = plan("{branches: 3, %s}".formatted(CONTROLS), "[]");
        TrainContrastedBranches method = branches(plan, "online/a");

        assertThat(branches(plan, "baseline/without-contrast/a"))
                .isEqualTo(new TrainContrastedBranches(
                        method.dataset(),
                        32,
                        3,
                        1,
                        new Contrast(0, 256, 0.1, 0.5, 128),
                        method.ensemble(),
                        Part.WITHOUT_CONTRAST,
                        method.training()));
        assertThat(branches(plan, "baseline/without-ensemble/a"))
                .isEqualTo(new TrainContrastedBranches(
                        method.dataset(),
                        32,
                        3,
                        1,
                        method.contrast(),
                        new Ensemble(0, 3),
                        Part.WITHOUT_ENSEMBLE,
                        method.training()));
        assertThat(branches(plan, "baseline/without-ensemble/a").outputs())
                .extracting(Output::id)
                .containsExactly("without-ensemble");
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        Plan plan = plan("{%s}".formatted(CONTROLS), "[]");
        assertThat(plan.stage("online/a").planKey()).isEqualTo("6574cf9d5f3c97dfae2629cda7b1f098");
        assertThat(plan.stage("baseline/without-contrast/a").planKey()).isEqualTo("fac26c13c4d2cdc24ca1e80becda0899");
    }

    @Test
    void worksSurviveTheirJson() {
        ContractJson json = new ContractJson();
        Plan plan = plan("{%s}".formatted(CONTROLS), "[]");
        for (String stage : List.of("online/a", "baseline/without-contrast/a", "baseline/without-ensemble/b")) {
            StageWork work = branches(plan, stage);
            assertThat(json.read(json.write(work), StageWork.class)).isEqualTo(work);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{branches: 1}' | spec.method.mclOkd.branches | 2
                    '{branches: 5}' | spec.method.mclOkd.branches | 4
                    '{shared: 3}' | spec.method.mclOkd.shared | 3 of the 3 stages of resnet14, data set "a": branches would have the same maps; share at most 2
                    '{contrast: {weight: -1}}' | spec.method.mclOkd.contrast.weight | 0
                    '{contrast: {negatives: 0}}' | spec.method.mclOkd.contrast.negatives | 1
                    '{contrast: {negatives: 301}}' | spec.method.mclOkd.contrast.negatives | 301 are more than the 300 training images that the other classes of data set "a" have
                    '{contrast: {temperature: 0}}' | spec.method.mclOkd.contrast.temperature | 0
                    '{contrast: {momentum: 1}}' | spec.method.mclOkd.contrast.momentum | 1
                    '{contrast: {embeddingSize: 0}}' | spec.method.mclOkd.contrast.embeddingSize | 1
                    '{ensemble: {weight: -1}}' | spec.method.mclOkd.ensemble.weight | 0
                    '{ensemble: {temperature: 0}}' | spec.method.mclOkd.ensemble.temperature | 0
                    '{controls: [WithoutContrast, WithoutContrast]}' | spec.method.mclOkd.controls | WithoutContrast stands there twice
                    '{controls: [WithoutContrast], contrast: {weight: 0}}' | spec.method.mclOkd.controls | with contrast.weight 0 the method is WithoutContrast already; leave it out
                    '{controls: [WithoutEnsemble], ensemble: {weight: 0}}' | spec.method.mclOkd.controls | with ensemble.weight 0 the method is WithoutEnsemble already; leave it out
                    '{controls: [Alone]}' | spec.method.mclOkd.controls | Alone
                    '{networks: [{name: resnet14}]}' | spec.method.mclOkd.networks | unknown
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String mclOkd, String path, String message) {
        assertThat(problems(file(mclOkd, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).startsWith(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void asManyNegativesAsThereAreMayBeAskedForAndEitherControlBesideTheOtherWeight() {
        assertThat(problems(file("{contrast: {negatives: 300}}", "[]"))).isEmpty();
        assertThat(problems(file("{contrast: {weight: 0}, controls: [WithoutEnsemble]}", "[]")))
                .isEmpty();
        assertThat(problems(file("{ensemble: {weight: 0}, controls: [WithoutContrast]}", "[]")))
                .isEmpty();
    }

    /** Without a name the default counts, and it is told just so. */
    @Test
    void fewerImagesThanTheDefaultOfNegativesAreToldWhereTheFileSaysSo() {
        assertThat(problems(file("{}", "[]").replace("trainPerClass: 100", "trainPerClass: 85")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec.method.mclOkd.contrast.negatives");
                    assertThat(problem.message()).startsWith("256 are more than the 255 training images");
                });
    }

    @Test
    void controlsOfOtherMethodsAndTeachersAreRefused() {
        assertThat(problems(file("{}", "[OwnTeacher]")))
                .containsExactly(new Problem("spec.baselines", "mclOkd has no OwnTeacher; leave it out"));
        assertThat(problems(file("{}", "[]")
                        .replace(
                                "model: {name: resnet14}",
                                "model: {name: resnet14}\n      teacher: {training: {epochs: 2}}")))
                .containsExactly(new Problem("spec.datasets[0].teacher", "MCL-OKD has no teachers; leave it out"));
    }

    private static String file(String mclOkd, String baselines) {
        return FILE.formatted(mclOkd, baselines);
    }

    private static TrainContrastedBranches branches(Plan plan, String stage) {
        return (TrainContrastedBranches) plan.stage(stage).work();
    }

    private static Plan plan(String mclOkd, String baselines) {
        return ((Valid<Plan>) Specs.planned(Specs.parse(file(mclOkd, baselines)))).value();
    }

    private static List<Problem> problems(String file) {
        return Specs.problems(Specs.parse(file));
    }
}
