package io.mlfd.plan.mclokd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Ensemble;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MclOkdPlanTest extends OnlinePlanContractTest {
    private static final String CONTROLS = "controls: [WithoutContrast, WithoutEnsemble]";

    MclOkdPlanTest() {
        super("mclOkd", "MCL-OKD", "{name: resnet18}");
    }

    @Override
    protected String everyControl() {
        return "{" + CONTROLS + "}";
    }

    /** Of data set a the file says how many images there are. */
    @Override
    protected String file(String fields, String baselines) {
        return super.file(fields, baselines)
                .replaceFirst(
                        "trainPerClass: 5, testPerClass: 5",
                        "trainPerClass: 100, testPerClass: 5, classes: [circle, cross, ring, star]");
    }

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
        assertThat(branches(plan, "online/a").members().get(0).network())
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
                .containsExactly("network");
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        Plan plan = plan("{%s}".formatted(CONTROLS), "[]");
        assertThat(plan.stage("online/a").planKey()).isEqualTo("6574cf9d5f3c97dfae2629cda7b1f098");
        assertThat(plan.stage("baseline/without-contrast/a").planKey()).isEqualTo("e9ed05a095a9f2ed6d9984586b401b58");
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

    private static TrainContrastedBranches branches(Plan plan, String stage) {
        return (TrainContrastedBranches) plan.stage(stage).work();
    }
}
