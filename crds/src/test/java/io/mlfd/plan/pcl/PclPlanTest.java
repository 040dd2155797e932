package io.mlfd.plan.pcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.contract.pcl.Variant;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PclPlanTest extends OnlinePlanContractTest {
    private static final String ALL_CONTROLS = "[WithoutEnsembleTeacher, WithoutMeanTeacher, OneAugmentation]";

    PclPlanTest() {
        super("pcl", "PCL", "{name: resnet18, width: 8}");
    }

    @Override
    protected String everyControl() {
        return "{controls: " + ALL_CONTROLS + "}";
    }

    /** Of which one control is that it is one for all. */
    @Override
    protected String file(String fields, String baselines) {
        return super.file(fields, baselines)
                .replace("{epochs: 30}", "{epochs: 30, augmentation: {crop: 4, flip: true}}");
    }

    @Test
    void everyDataSetHasOneOnlineStageAndOneNetworkAlone() {
        Plan plan = plan("{}", "[Alone]");

        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly("online/a", "online/b", "baseline/alone/a", "baseline/alone/b", "report");
        assertThat(plan.stage("online/a").inputs()).isEmpty();
        assertThat(plan.stage("online/a").work().kind()).isEqualTo(StageKind.ONLINE);
        assertThat(plan.stage("baseline/alone/b").work()).isInstanceOfSatisfying(TrainAlone.class, alone -> {
            assertThat(alone.dataset())
                    .isEqualTo(collaborators(plan, "online/b").dataset());
            assertThat(alone.training())
                    .isEqualTo(collaborators(plan, "online/b").training());
        });
    }

    @Test
    void defaultsAreThoseOfThePaper() {
        TrainCollaborators work = collaborators(plan("{}", "[]"), "online/a");

        assertThat(work.peers()).isEqualTo(3);
        assertThat(work.sharedStages()).isEqualTo(2);
        assertThat(work.temperature()).isEqualTo(3);
        assertThat(work.weight()).isEqualTo(1);
        assertThat(work.rampEpochs()).isEqualTo(8);
        assertThat(work.averageDecay()).isEqualTo(0.999);
        assertThat(work.variant()).isEqualTo(Variant.WHOLE);
        assertThat(work.views()).isEqualTo(3);
        assertThat(work.outputs())
                .extracting(Output::id)
                .containsExactly("ema-peer-1", "ema-peer-2", "ema-peer-3", "ema-peers", "peer-1", "ensemble");
        Optional<NetworkSpec> network = Optional.of(new NetworkSpec("resnet14", 16));
        assertThat(work.outputs())
                .extracting(Output::network)
                .containsExactly(network, network, network, Optional.empty(), network, Optional.empty());
    }

    @Test
    void everyFieldCountsAndADataSetsOwnModelDecidesWhatIsShared() {
        Plan plan =
                plan("{peers: 2, shared: 0, temperature: 2, weight: 0.5, ramp: {epochs: 0}, averageDecay: 0.9}", "[]");

        TrainCollaborators work = collaborators(plan, "online/b");
        assertThat(work.peers()).isEqualTo(2);
        assertThat(work.sharedStages()).isZero();
        assertThat(work.temperature()).isEqualTo(2);
        assertThat(work.weight()).isEqualTo(0.5);
        assertThat(work.rampEpochs()).isZero();
        assertThat(work.averageDecay()).isEqualTo(0.9);
        assertThat(collaborators(plan("{}", "[]"), "online/b").sharedStages()).isEqualTo(3);
    }

    @Test
    void theFirstAveragedPeerIsComparedWithItsNetworkAloneAndWithWhatItIsMadeOf() {
        Plan plan = plan("{controls: " + ALL_CONTROLS + "}", "[Alone]");

        assertThat(plan.comparisons().subject()).isEqualTo(new Column("ema-peer-1", "top1"));
        assertThat(plan.comparisons().references())
                .extracting(Column::role)
                .containsExactly(
                        "alone",
                        "peer-1",
                        "without-ensemble-teacher",
                        "without-mean-teacher",
                        "one-augmentation",
                        "ensemble");
        assertThat(plan("{}", "[]").comparisons().references())
                .extracting(Column::role)
                .containsExactly("peer-1", "ensemble");
    }

    @ParameterizedTest
    @CsvSource({
        "WithoutEnsembleTeacher, without-ensemble-teacher, false, true, 3",
        "WithoutMeanTeacher, without-mean-teacher, true, false, 3",
        "OneAugmentation, one-augmentation, true, true, 1"
    })
    void aControlDiffersFromTheWholeInItsVariantOnly(
            String control, String name, boolean ensembleTeaches, boolean averagesTeach, int views) {
        Plan plan = plan("{controls: [" + control + "]}", "[]");

        TrainCollaborators whole = collaborators(plan, "online/b");
        TrainCollaborators work = collaborators(plan, "baseline/" + name + "/b");
        assertThat(work).usingRecursiveComparison().ignoringFields("variant").isEqualTo(whole);
        assertThat(work.kind()).isEqualTo(StageKind.BASELINE);
        assertThat(work.variant().ensembleTeaches()).isEqualTo(ensembleTeaches);
        assertThat(work.variant().averagesTeach()).isEqualTo(averagesTeach);
        assertThat(work.views()).isEqualTo(views);
        assertThat(work.outputs()).singleElement().satisfies(output -> {
            assertThat(output.id()).isEqualTo("network");
            assertThat(output.role().id()).isEqualTo(name);
            assertThat(output.network()).isEqualTo(whole.averagedPeers().get(0).network());
        });
        assertThat(plan.stages()).hasSize(5);
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        Plan plan = plan("{controls: [WithoutMeanTeacher]}", "[]");
        assertThat(plan.stage("online/a").planKey()).isEqualTo("89e25e0c51a846e49a55446c91dd4f0a");
        assertThat(plan.stage("baseline/without-mean-teacher/a").planKey())
                .isEqualTo("b50cdd461b4dc8e710e1a80efe6cae0a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{peers: 1}' | spec.method.pcl.peers | 2
                    '{peers: 5}' | spec.method.pcl.peers | 4
                    '{shared: 3}' | spec.method.pcl.shared | 3 of the 3 stages of resnet14, data set "a": branches would have the same maps; share at most 2
                    '{shared: -1}' | spec.method.pcl.shared | 0
                    '{temperature: 0}' | spec.method.pcl.temperature | 0
                    '{weight: 0}' | spec.method.pcl.weight | 0
                    '{ramp: {}}' | spec.method.pcl.ramp.epochs | is missing
                    '{ramp: {epochs: 31}}' | spec.method.pcl.ramp.epochs | 31 epochs are more than the training's 30
                    '{averageDecay: 1}' | spec.method.pcl.averageDecay | 1
                    '{averageDecay: -0.1}' | spec.method.pcl.averageDecay | 0
                    '{controls: [OneAugmentation, OneAugmentation]}' | spec.method.pcl.controls | OneAugmentation stands there twice
                    '{controls: [WithoutPeers]}' | spec.method.pcl.controls[0] | WithoutEnsembleTeacher
                    '{networks: []}' | spec.method.pcl.networks | unknown
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String pcl, String path, String message) {
        assertThat(problems(file(pcl, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void oneAugmentationIsNoControlOfATrainingThatHasNone() {
        String file =
                file("{controls: [OneAugmentation]}", "[]").replace("{crop: 4, flip: true}", "{crop: 0, flip: false}");
        assertThat(problems(file)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("spec.method.pcl.controls");
            assertThat(problem.message()).contains("leave OneAugmentation out");
        });
        assertThat(problems(file.replace("flip: false", "mixup: {}")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("leave OneAugmentation out"));
        assertThat(problems(file("{controls: [OneAugmentation]}", "[]").replace("crop: 4", "crop: 0")))
                .isEmpty();
    }

    @Test
    void batchesOfOneImageAreRefused() {
        String file =
                file("{}", "[]").replace("size: 32", "size: 8").replace("{epochs: 30,", "{epochs: 30, batchSize: 1,");
        assertThat(problems(file)).extracting(Problem::path).containsExactly("spec.training.batchSize");
    }

    private static TrainCollaborators collaborators(Plan plan, String stage) {
        return (TrainCollaborators) plan.stage(stage).work();
    }
}
