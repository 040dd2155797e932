package io.mlfd.plan.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmlPlanTest extends OnlinePlanContractTest {
    DmlPlanTest() {
        super("dml", "DML", "{name: resnet14}");
    }

    @Test
    void everyDataSetHasOneOnlineStageAndOneControl() {
        Plan plan = plan("{}", "[Alone]");

        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly("online/a", "online/b", "baseline/alone/a", "baseline/alone/b", "report");
        assertThat(plan.stage("online/a").inputs()).isEmpty();
    }

    /** The same network with and without the others, each with images of which it is known whether they were right. */
    @Test
    void theFirstPeerIsComparedWithItsNetworkAlone() {
        Plan plan = plan("{}", "[Alone]");

        assertThat(plan.comparisons().subject()).isEqualTo(new Column("peer-1", "top1"));
        assertThat(plan.comparisons().references()).extracting(Column::role).containsExactly("alone", "ensemble");
        assertThat(peers(plan, "online/a").peers().get(0).network())
                .isEqualTo(
                        plan.stage("baseline/alone/a").work().outputs().get(0).network());
    }

    @Test
    void defaultsAreThoseOfThePaper() {
        TrainPeers work = peers(plan("{}", "[]"), "online/a");

        NetworkSpec network = new NetworkSpec("resnet14", 16);
        assertThat(work.networks()).containsExactly(network, network);
        assertThat(work.temperature()).isEqualTo(1);
        assertThat(work.weight()).isEqualTo(1);
        assertThat(work.outputs()).extracting(Output::id).containsExactly("peer-1", "peer-2", "ensemble", "peers");
        assertThat(work.outputs())
                .extracting(output -> output.network().isPresent())
                .containsExactly(true, true, false, false);
    }

    @Test
    void everyFieldCountsAndWithoutControlsTheEnsembleIsTheReference() {
        Plan plan = plan("{peers: 4, temperature: 2, weight: 0}", "[]");

        TrainPeers work = peers(plan, "online/b");
        assertThat(work.networks()).hasSize(4);
        assertThat(work.temperature()).isEqualTo(2);
        assertThat(work.weight()).isZero();
        assertThat(plan.comparisons().references()).extracting(Column::role).containsExactly("ensemble");
    }

    @Test
    void differentNetworksHaveAControlEach() {
        Plan plan = plan("{networks: [{name: resnet14}, {name: resnet8, width: 8}, {name: resnet14}]}", "[Alone]");

        TrainPeers work = peers(plan, "online/a");
        assertThat(work.peers())
                .extracting(peer -> peer.network().orElseThrow().name())
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
        assertThat(plan("{}", "[]").stage("online/a").planKey()).isEqualTo("d0c90e13898e10ce69d15abac1ccd79b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{peers: 1}' | spec.method.dml.peers | 2
                    '{peers: 5}' | spec.method.dml.peers | 4
                    '{networks: [{name: resnet14}]}' | spec.method.dml.networks | 2
                    '{networks: [{name: resnet14}, {name: resnet8}], peers: 2}' | spec.method.dml.networks | leave out peers
                    '{networks: [{name: resnet8}, {name: resnet14}]}' | spec.datasets[0].model | resnet14 is not resnet8, the first of spec.method.dml.networks
                    '{networks: [{name: resnet8}, {name: resnet14}]}' | spec.datasets[1].model | resnet14 is not resnet8
                    '{temperature: 0}' | spec.method.dml.temperature | 0
                    '{weight: -1}' | spec.method.dml.weight | 0
                    '{ramp: {epochs: 3}}' | spec.method.dml.ramp | unknown
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String dml, String path, String message) {
        assertThat(problems(file(dml, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void mapsOfAnySizesMayLearnFromEachOther() {
        assertThat(problems(file("{networks: [{name: resnet14}, {name: resnet18}]}", "[Alone]")
                        .replace("size: 32", "size: 36")))
                .isEmpty();
    }

    /** Only the further network comes to maps of 1x1. */
    @Test
    void batchesOfOneImageAreRefusedForEveryNetwork() {
        assertThat(problems(file("{networks: [{name: resnet14}, {name: resnet18}]}", "[]")
                        .replace("size: 32", "size: 8")
                        .replace("{epochs: 30}", "{epochs: 30, batchSize: 1}")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec.training.batchSize");
                    assertThat(problem.message()).contains("resnet18 of spec.method.dml.networks[1]");
                });
    }

    private static TrainPeers peers(Plan plan, String stage) {
        return (TrainPeers) plan.stage(stage).work();
    }
}
