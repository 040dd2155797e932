package io.mlfd.plan.afd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.contract.afd.Exchange;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AfdPlanTest extends OnlinePlanContractTest {
    private static final String DIFFERENT = "networks: [{name: resnet14}, {name: resnet8, width: 8}, {name: resnet14}]";
    private static final String ALL_CONTROLS = "controls: [LogitsOnly, DirectAlignment, AllPairs]";

    AfdPlanTest() {
        super("afd", "AFD", "{name: resnet14}");
    }

    @Override
    protected String everyControl() {
        return "{peers: 3, " + ALL_CONTROLS + "}";
    }

    @Test
    void everyDataSetHasOneOnlineStageAndOneStageAControl() {
        Plan plan = plan("{" + DIFFERENT + ", " + ALL_CONTROLS + "}", "[Alone]");

        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly(
                        "online/a",
                        "online/b",
                        "baseline/alone/a",
                        "baseline/alone/a/resnet8-8",
                        "baseline/alone/b",
                        "baseline/alone/b/resnet8-8",
                        "baseline/logits-only/a",
                        "baseline/logits-only/b",
                        "baseline/direct-alignment/a",
                        "baseline/direct-alignment/b",
                        "baseline/all-pairs/a",
                        "baseline/all-pairs/b",
                        "report");
        assertThat(plan.stages())
                .filteredOn(stage -> stage.work() instanceof TrainAdversarialPeers)
                .allSatisfy(stage -> assertThat(stage.inputs()).isEmpty());
    }

    @Test
    void theFirstPeerIsComparedWithItsNetworkTrainedOtherwise() {
        Plan plan = plan("{peers: 3, " + ALL_CONTROLS + "}", "[Alone]");

        assertThat(plan.comparisons().subject()).isEqualTo(new Column("peer-1", "top1"));
        assertThat(plan.comparisons().references())
                .extracting(Column::role)
                .containsExactly("alone", "logits-only", "direct-alignment", "all-pairs", "ensemble");
        assertThat(plan.stages())
                .filteredOn(stage -> stage.name().endsWith("/a"))
                .allSatisfy(stage ->
                        assertThat(stage.work().outputs().get(0).network()).hasValue(new NetworkSpec("resnet14", 16)));
    }

    @Test
    void defaultsAreThoseOfTheMethodsPage() {
        TrainAdversarialPeers work = peers(plan("{}", "[]"), "online/a");

        NetworkSpec network = new NetworkSpec("resnet14", 16);
        assertThat(work.networks()).containsExactly(network, network);
        assertThat(work.exchange()).isEqualTo(Exchange.ADVERSARIAL_RING);
        assertThat(work.temperature()).isEqualTo(3);
        assertThat(work.weight()).isEqualTo(1);
        assertThat(work.mapOptimizer()).isEqualTo(new Training.Optimizer(OptimizerName.ADAMW, 2e-5, 0, 0, false));
        assertThat(work.kind()).isEqualTo(StageKind.ONLINE);
        assertThat(work.outputs()).extracting(Output::id).containsExactly("peer-1", "peer-2", "ensemble", "peers");
        assertThat(work.outputs())
                .extracting(output -> output.network().isPresent())
                .containsExactly(true, true, false, false);
    }

    @Test
    void everyFieldCountsAndWithoutControlsTheEnsembleIsTheReference() {
        Plan plan = plan(
                "{peers: 4, temperature: 2, weight: 0, adversarial: {learningRate: 1e-3, weightDecay: 0.1}}", "[]");

        TrainAdversarialPeers work = peers(plan, "online/b");
        assertThat(work.networks()).hasSize(4);
        assertThat(work.temperature()).isEqualTo(2);
        assertThat(work.weight()).isZero();
        assertThat(work.mapOptimizer().learningRate()).isEqualTo(1e-3);
        assertThat(work.mapOptimizer().weightDecay()).isEqualTo(0.1);
        assertThat(plan.comparisons().references()).extracting(Column::role).containsExactly("ensemble");
    }

    @Test
    void controlsDifferFromTheMethodInWhatIsExchangedOnly() {
        Plan plan = plan("{" + DIFFERENT + ", temperature: 2, " + ALL_CONTROLS + "}", "[Alone]");

        TrainAdversarialPeers method = peers(plan, "online/a");
        assertControl(plan, method, "logits-only", Exchange.LOGITS_ONLY);
        assertControl(plan, method, "direct-alignment", Exchange.DIRECT_ALIGNMENT);
        assertControl(plan, method, "all-pairs", Exchange.ADVERSARIAL_PAIRS);
        assertThat(plan.stage("baseline/alone/a/resnet8-8").work())
                .isInstanceOfSatisfying(
                        TrainAlone.class, alone -> assertThat(alone.training()).isEqualTo(method.training()));
    }

    private static void assertControl(Plan plan, TrainAdversarialPeers method, String name, Exchange exchange) {
        TrainAdversarialPeers control = peers(plan, "baseline/" + name + "/a");
        assertThat(control)
                .isEqualTo(new TrainAdversarialPeers(
                        method.dataset(),
                        method.inputSize(),
                        method.networks(),
                        exchange,
                        method.temperature(),
                        method.weight(),
                        method.mapOptimizer(),
                        method.training()));
        assertThat(control.kind()).isEqualTo(StageKind.BASELINE);
        assertThat(control.outputs()).singleElement().satisfies(output -> {
            assertThat(output.id()).isEqualTo(Output.ONLY);
            assertThat(output.role().id()).isEqualTo(name);
        });
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        assertThat(plan("{}", "[]").stage("online/a").planKey()).isEqualTo("8ae0a1c66204f7bf6cf381bb41d741e7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{peers: 1}' | spec.method.afd.peers | 2
                    '{peers: 5}' | spec.method.afd.peers | 4
                    '{networks: [{name: resnet14}]}' | spec.method.afd.networks | 2
                    '{networks: [{name: resnet14}, {name: resnet8}], peers: 2}' | spec.method.afd.networks | leave out peers
                    '{networks: [{name: resnet8}, {name: resnet14}]}' | spec.datasets[0].model | resnet14 is not resnet8, the first of spec.method.afd.networks
                    '{temperature: 0}' | spec.method.afd.temperature | 0
                    '{weight: -1}' | spec.method.afd.weight | 0
                    '{adversarial: {learningRate: 0}}' | spec.method.afd.adversarial.learningRate | 0
                    '{adversarial: {weightDecay: -1}}' | spec.method.afd.adversarial.weightDecay | 0
                    '{adversarial: {optimizer: {name: SGD}}}' | spec.method.afd.adversarial.optimizer | unknown
                    '{controls: [LogitsOnly, LogitsOnly]}' | spec.method.afd.controls | stands there twice
                    '{controls: [AllPairs]}' | spec.method.afd.controls | the ring of two networks is AllPairs already
                    '{controls: [AllPairs], networks: [{name: resnet14}, {name: resnet8}]}' | spec.method.afd.controls | the ring of two networks is AllPairs already
                    '{controls: [Ring]}' | spec.method.afd.controls[0] | LogitsOnly
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String afd, String path, String message) {
        assertThat(problems(file(afd, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void mapsWhoseSizesDoNotGoTogetherCannotBeCompared() {
        assertThat(problems(file("{networks: [{name: resnet14}, {name: resnet18}]}", "[Alone]")
                        .replace("size: 32", "size: 36")))
                .containsExactly(new Problem(
                        "spec.method.afd.networks",
                        "last maps cannot be compared, their sizes are no multiples of the smallest (resnet14 9x9, resnet18"
                                + " 5x5); choose a spec.input.size that is a power of two"));
    }

    /** The networks themselves do not, only the discriminators of their maps. */
    @Test
    void batchesOfOneImageAreRefusedWhereADiscriminatorComesToOneValue() {
        String file = file("{}", "[]").replace("{epochs: 30}", "{epochs: 30, batchSize: 1}");
        assertThat(problems(file)).isEmpty();
        assertThat(problems(file.replace("size: 32", "size: 16")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec.training.batchSize");
                    assertThat(problem.message())
                            .contains("a discriminator of data set \"a\" halves maps of 4x4 to 1x1");
                });
    }

    private static TrainAdversarialPeers peers(Plan plan, String stage) {
        return (TrainAdversarialPeers) plan.stage(stage).work();
    }
}
