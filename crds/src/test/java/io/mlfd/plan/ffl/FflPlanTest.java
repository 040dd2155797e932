package io.mlfd.plan.ffl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.plan.Methods;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FflPlanTest extends OnlinePlanContractTest {
    FflPlanTest() {
        super("ffl", "FFL", "{name: resnet14}");
    }

    @Test
    void everyDataSetHasOneOnlineStageAndOneControl() {
        Plan plan = plan("{}", "[Alone]");

        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly("online/a", "online/b", "baseline/alone/a", "baseline/alone/b", "report");
        assertThat(plan.stage("online/a").inputs()).isEmpty();
        assertThat(plan.comparisons().subject()).isEqualTo(new Column("fused", "top1"));
        assertThat(plan.comparisons().references())
                .extracting(Column::role)
                .containsExactly("alone", "ensemble", "branches");
    }

    @Test
    void defaultsAreThoseOfThePaper() {
        TrainFusion work = fusion(plan("{}", "[]"), "online/a");

        NetworkSpec network = new NetworkSpec("resnet14", 16);
        assertThat(work.networks()).containsExactly(network, network);
        assertThat(work.sharedStages()).isEqualTo(2);
        assertThat(work.temperature()).isEqualTo(3);
        assertThat(work.rampEpochs()).isEqualTo(8);
        assertThat(work.fusionWeightDecay()).isEqualTo(1e-5);
        assertThat(work.outputs())
                .extracting(Output::id)
                .containsExactly("fused", "ensemble", "branches", "branch-1", "branch-2");
    }

    @Test
    void everyFieldCountsAndWithoutControlsTheEnsembleIsTheReference() {
        Plan plan = plan("{branches: 4, shared: 0, temperature: 2, ramp: {epochs: 0}, fusionWeightDecay: 1e-3}", "[]");

        TrainFusion work = fusion(plan, "online/b");
        assertThat(work.networks()).hasSize(4);
        assertThat(work.sharedStages()).isZero();
        assertThat(work.temperature()).isEqualTo(2);
        assertThat(work.rampEpochs()).isZero();
        assertThat(work.fusionWeightDecay()).isEqualTo(1e-3);
        assertThat(plan.comparisons().references()).extracting(Column::role).containsExactly("ensemble", "branches");
    }

    @Test
    void differentNetworksShareNothingAndEachHasAControl() {
        Plan plan = plan("{networks: [{name: resnet14}, {name: resnet8, width: 8}, {name: resnet14}]}", "[Alone]");

        TrainFusion work = fusion(plan, "online/a");
        assertThat(work.sharedStages()).isZero();
        assertThat(work.branches())
                .extracting(branch -> branch.network().orElseThrow().name())
                .containsExactly("resnet14", "resnet8", "resnet14");
        assertThat(plan.stage("baseline/alone/a/resnet8-8").work()).isInstanceOfSatisfying(TrainAlone.class, alone -> {
            assertThat(alone.member()).isEqualTo(1);
            assertThat(alone.training()).isEqualTo(work.training());
        });
        assertThat(plan.stages()).hasSize(7);
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        assertThat(plan("{}", "[]").stage("online/a").planKey()).isEqualTo("efde0939d76569eb18091d0d3af13374");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{branches: 1}' | spec.method.ffl.branches | 2
                    '{branches: 5}' | spec.method.ffl.branches | 4
                    '{shared: 3}' | spec.method.ffl.shared | 3 of the 3 stages of resnet14, data set "a": branches would have the same maps; share at most 2
                    '{shared: -1}' | spec.method.ffl.shared | 0
                    '{networks: [{name: resnet14}]}' | spec.method.ffl.networks | 2
                    '{networks: [{name: resnet14}, {name: resnet8}], branches: 2}' | spec.method.ffl.networks | leave out branches and shared
                    '{networks: [{name: resnet8}, {name: resnet14}]}' | spec.datasets[0].model | resnet14 is not resnet8
                    '{temperature: 0}' | spec.method.ffl.temperature | 0
                    '{ramp: {}}' | spec.method.ffl.ramp.epochs | is missing
                    '{ramp: {epochs: 31}}' | spec.method.ffl.ramp.epochs | 31 epochs are more than the training's 30
                    '{fusionWeightDecay: -1}' | spec.method.ffl.fusionWeightDecay | 0
                    '{tau: 3}' | spec.method.ffl.tau | unknown
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String ffl, String path, String message) {
        assertThat(problems(file(ffl, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void mapsThatCannotBeFusedAreNamedWithTheirSizes() {
        String file =
                file("{networks: [{name: resnet14}, {name: resnet18}]}", "[]").replace("size: 32", "size: 36");
        assertThat(problems(file))
                .anySatisfy(problem -> assertThat(problem.message()).contains("resnet14 9x9", "resnet18 5x5"));
    }

    @Test
    void twoMethodsAreOneTooMany() {
        assertThat(problems(file("{}", "[]").replace("{ffl: {}}", "{ffl: {}, mlfd: {}}")))
                .containsExactly(new Problem("spec.method", "name exactly one of " + Methods.names()));
    }

    private static TrainFusion fusion(Plan plan, String stage) {
        return (TrainFusion) plan.stage(stage).work();
    }
}
