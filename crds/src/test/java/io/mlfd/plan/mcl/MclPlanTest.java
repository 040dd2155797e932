package io.mlfd.plan.mcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.contract.mcl.TrainContrastingPeers.Contrast;
import io.mlfd.contract.mcl.TrainContrastingPeers.Part;
import io.mlfd.contract.mcl.TrainContrastingPeers.Weights;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MclPlanTest extends OnlinePlanContractTest {
    private static final String CONTROLS = "controls: [WithoutContrast, WithoutInteraction]";

    MclPlanTest() {
        super("mcl", "MCL", "{name: resnet14}");
    }

    @Override
    protected String everyControl() {
        return "{" + CONTROLS + "}";
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
                        "baseline/without-interaction/a",
                        "baseline/without-interaction/b",
                        "report");
        assertThat(plan.stages().subList(0, 8)).allMatch(stage -> stage.inputs().isEmpty());
        assertThat(plan.stage("online/a").work().kind()).isEqualTo(StageKind.ONLINE);
        assertThat(plan.stage("baseline/without-contrast/a").work().kind()).isEqualTo(StageKind.BASELINE);
    }

    @Test
    void theFirstPeerIsComparedWithItsNetworkAloneAndItsControls() {
        Plan plan = plan("{%s}".formatted(CONTROLS), "[Alone]");

        assertThat(plan.comparisons().subject()).isEqualTo(new Column("peer-1", "top1"));
        assertThat(plan.comparisons().references())
                .extracting(Column::role)
                .containsExactly("alone", "without-contrast", "without-interaction", "ensemble");
        assertThat(plan("{}", "[]").comparisons().references())
                .extracting(Column::role)
                .containsExactly("ensemble");
        assertThat(peers(plan, "online/a").members().get(0).network())
                .isEqualTo(
                        plan.stage("baseline/alone/a").work().outputs().get(0).network());
    }

    @Test
    void defaultsAreThoseOfThePaper() {
        TrainContrastingPeers work = peers(plan("{}", "[]"), "online/a");

        NetworkSpec network = new NetworkSpec("resnet14", 16);
        assertThat(work.networks()).containsExactly(network, network);
        assertThat(work.contrast()).isEqualTo(new Contrast(new Weights(0.1, 0.1, 1, 1), 0.1, 3, 128));
        assertThat(work.outputs()).extracting(Output::id).containsExactly("peer-1", "peer-2", "ensemble", "peers");
        assertThat(work.outputs())
                .extracting(output -> output.network().isPresent())
                .containsExactly(true, true, false, false);
    }

    @Test
    void everyFieldCounts() {
        TrainContrastingPeers work = peers(
                plan(
                        "{peers: 4, contrast: {vanillaWeight: 0.5, interactiveWeight: 0.6, softVanillaWeight: 0.7,"
                                + " softInteractiveWeight: 0, temperature: 0.2, softTemperature: 4, embeddingSize: 16}}",
                        "[]"),
                "online/a");

        assertThat(work.networks()).hasSize(4);
        assertThat(work.contrast()).isEqualTo(new Contrast(new Weights(0.5, 0.6, 0.7, 0), 0.2, 4, 16));
    }

    @Test
    void differentNetworksHaveAControlEach() {
        Plan plan = plan("{networks: [{name: resnet14}, {name: resnet8, width: 8}, {name: resnet14}]}", "[Alone]");

        assertThat(peers(plan, "online/a").members())
                .extracting(peer -> peer.network().orElseThrow().name())
                .containsExactly("resnet14", "resnet8", "resnet14");
        assertThat(plan.stages()).extracting(Stage::name).contains("baseline/alone/a/resnet8-8");
    }

    /** And by the role of its first network, the only one that is kept of it. */
    @Test
    void aControlDiffersFromTheMethodByItsWeightsAlone() {
        Plan plan = plan("{peers: 3, %s}".formatted(CONTROLS), "[]");
        TrainContrastingPeers method = peers(plan, "online/a");

        assertThat(peers(plan, "baseline/without-contrast/a"))
                .isEqualTo(control(method, new Weights(0, 0, 0, 0), Part.WITHOUT_CONTRAST));
        assertThat(peers(plan, "baseline/without-interaction/a"))
                .isEqualTo(control(method, new Weights(0.1, 0, 0, 0), Part.WITHOUT_INTERACTION));
        assertThat(peers(plan, "baseline/without-contrast/a").outputs())
                .extracting(Output::id)
                .containsExactly("network");
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        Plan plan = plan("{%s}".formatted(CONTROLS), "[]");
        assertThat(plan.stage("online/a").planKey()).isEqualTo("071bd6f2390fbab7207efd15846fc638");
        assertThat(plan.stage("baseline/without-contrast/a").planKey()).isEqualTo("142b21522549c892bcacff2b69321801");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{peers: 1}' | spec.method.mcl.peers | 2
                    '{peers: 5}' | spec.method.mcl.peers | 4
                    '{networks: [{name: resnet14}]}' | spec.method.mcl.networks | 2
                    '{networks: [{name: resnet14}, {name: resnet8}], peers: 2}' | spec.method.mcl.networks | leave out peers
                    '{networks: [{name: resnet8}, {name: resnet14}]}' | spec.datasets[1].model | resnet14 is not resnet8
                    '{contrast: {vanillaWeight: -1}}' | spec.method.mcl.contrast.vanillaWeight | 0
                    '{contrast: {interactiveWeight: -1}}' | spec.method.mcl.contrast.interactiveWeight | 0
                    '{contrast: {softVanillaWeight: -1}}' | spec.method.mcl.contrast.softVanillaWeight | 0
                    '{contrast: {softInteractiveWeight: -1}}' | spec.method.mcl.contrast.softInteractiveWeight | 0
                    '{contrast: {temperature: 0}}' | spec.method.mcl.contrast.temperature | 0
                    '{contrast: {softTemperature: 0}}' | spec.method.mcl.contrast.softTemperature | 0
                    '{contrast: {embeddingSize: 0}}' | spec.method.mcl.contrast.embeddingSize | 1
                    '{controls: [WithoutContrast, WithoutContrast]}' | spec.method.mcl.controls | WithoutContrast stands there twice
                    '{controls: [WithoutInteraction], contrast: {interactiveWeight: 0, softVanillaWeight: 0, softInteractiveWeight: 0}}' | spec.method.mcl.controls | without weights of interaction the method is WithoutInteraction already
                    '{controls: [WithoutContrast], contrast: {vanillaWeight: 0, interactiveWeight: 0, softVanillaWeight: 0, softInteractiveWeight: 0}}' | spec.method.mcl.controls | with all weights of contrast 0 the method is WithoutContrast already
                    '{controls: [WithoutContrast, WithoutInteraction], contrast: {vanillaWeight: 0}}' | spec.method.mcl.controls | with contrast.vanillaWeight 0 both are the same; name one
                    '{shared: 1}' | spec.method.mcl.shared | unknown
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String mcl, String path, String message) {
        assertThat(problems(file(mcl, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).startsWith(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void aWeightThatIsZeroRulesOutNoOtherControl() {
        assertThat(problems(file("{contrast: {vanillaWeight: 0}, controls: [WithoutContrast]}", "[]")))
                .isEmpty();
        assertThat(problems(file("{contrast: {softVanillaWeight: 0}, %s}".formatted(CONTROLS), "[]")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "7"})
    void batchesOfNoPairsAreRefused(int batchSize) {
        assertThat(problems(file("{}", "[]").replace("{epochs: 30}", "{epochs: 30, batchSize: " + batchSize + "}")))
                .containsExactly(new Problem(
                        "spec.training.batchSize",
                        batchSize
                                + ": MCL's batches are pairs of images of a class, beside pairs of others; use an even"
                                + " number of 4 or more"));
    }

    @Test
    void classesOfOneImageAreRefusedWhereTheFileSaysSo() {
        assertThat(problems(file("{}", "[]").replaceFirst("trainPerClass: 5", "trainPerClass: 1")))
                .containsExactly(new Problem(
                        "spec.datasets[0].source.trainPerClass",
                        "1: MCL's batches are pairs of images of a class; use 2 or more"));
    }

    private static TrainContrastingPeers control(TrainContrastingPeers method, Weights weights, Part part) {
        return new TrainContrastingPeers(
                method.dataset(), 32, method.networks(), new Contrast(weights, 0.1, 3, 128), part, method.training());
    }

    private static TrainContrastingPeers peers(Plan plan, String stage) {
        return (TrainContrastingPeers) plan.stage(stage).work();
    }
}
