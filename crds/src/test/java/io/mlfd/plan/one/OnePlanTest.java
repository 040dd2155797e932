package io.mlfd.plan.one;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.Output;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnePlanTest extends OnlinePlanContractTest {
    OnePlanTest() {
        super("one", "ONE", "{name: resnet18}");
    }

    @Test
    void everyDataSetHasOneOnlineStageAndOneControlOfItsNetwork() {
        Plan plan = plan("{}", "[Alone]");

        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly("online/a", "online/b", "baseline/alone/a", "baseline/alone/b", "report");
        assertThat(plan.stage("baseline/alone/b").work()).isInstanceOfSatisfying(TrainAlone.class, alone -> {
            assertThat(alone.member()).isZero();
            assertThat(alone.training()).isEqualTo(gated(plan, "online/b").training());
        });
    }

    @Test
    void theFirstBranchIsComparedWithItsNetworkAlone() {
        Plan plan = plan("{}", "[Alone]");

        assertThat(plan.comparisons().subject()).isEqualTo(new Column("branch-1", "top1"));
        assertThat(plan.comparisons().references()).extracting(Column::role).containsExactly("alone", "gated");
        assertThat(plan("{}", "[]").comparisons().references())
                .extracting(Column::role)
                .containsExactly("gated");
    }

    @Test
    void defaultsAreThoseOfTheAuthors() {
        TrainGatedBranches work = gated(plan("{}", "[]"), "online/a");

        assertThat(work.branches()).isEqualTo(3);
        assertThat(work.sharedStages()).isEqualTo(2);
        assertThat(gated(plan("{}", "[]"), "online/b").sharedStages()).isEqualTo(3);
        assertThat(work.temperature()).isEqualTo(3);
        assertThat(work.rampEpochs()).isEqualTo(8);
        assertThat(work.outputs())
                .extracting(Output::id)
                .containsExactly("gated", "ensemble", "branches", "branch-1", "branch-2", "branch-3");
        assertThat(work.outputs())
                .extracting(output -> output.network().isPresent())
                .containsExactly(false, false, false, true, true, true);
    }

    @Test
    void everyFieldCounts() {
        TrainGatedBranches work =
                gated(plan("{branches: 4, shared: 1, temperature: 2, ramp: {epochs: 0}}", "[]"), "online/a");

        assertThat(work.branches()).isEqualTo(4);
        assertThat(work.sharedStages()).isEqualTo(1);
        assertThat(work.temperature()).isEqualTo(2);
        assertThat(work.rampEpochs()).isZero();
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        assertThat(plan("{}", "[]").stage("online/a").planKey()).isEqualTo("b811cb9345d0e1180dd42519f20c95f2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{branches: 1}' | spec.method.one.branches | 2
                    '{branches: 5}' | spec.method.one.branches | 4
                    '{shared: 0}' | spec.method.one.shared | 1
                    '{shared: 3}' | spec.method.one.shared | 3 of the 3 stages of resnet14, data set "a": branches would have the same maps; share at most 2
                    '{temperature: 0}' | spec.method.one.temperature | 0
                    '{ramp: {}}' | spec.method.one.ramp.epochs | is missing
                    '{ramp: {epochs: 31}}' | spec.method.one.ramp.epochs | 31 epochs are more than the training's 30
                    '{networks: []}' | spec.method.one.networks | unknown
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String one, String path, String message) {
        assertThat(problems(file(one, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    /** Whatever the size of the maps. */
    @Test
    void theGateCannotBeTrainedOnOneImageAtATime() {
        assertThat(problems(file("{}", "[]").replace("{epochs: 30}", "{epochs: 30, batchSize: 1}")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec.training.batchSize");
                    assertThat(problem.message()).contains("the gate normalises one score", "use 2 or more");
                });
    }

    private static TrainGatedBranches gated(Plan plan, String stage) {
        return (TrainGatedBranches) plan.stage(stage).work();
    }
}
