package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.PodSettings;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.plan.Checked.Valid;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanBuilderTest {
    private final MLFDRunSpec spec =
            ((Valid<MLFDRun>) new RunFileReader().read(Specs.full())).value().getSpec();
    private final PlanBuilder stages = new PlanBuilder(spec, 0, new StageList(spec, PodSettings.NONE, new PlanKeys()));

    @Test
    void eachOfADataSetsNetworksIsTrainedAloneOnceAndHasAColumnOfItsOwn() {
        NetworkSpec own = new NetworkSpec("resnet8", 16);
        List<Stage> alone = stages.alone(
                stages.datasets().get(0), List.of(own, own, new NetworkSpec("resnet14", 8), own), stages.training());

        assertThat(alone)
                .extracting(Stage::name)
                .containsExactly("baseline/alone/a@0", "baseline/alone/a/resnet14-8@0");
        assertThat(alone.get(0)).satisfies(stage -> assertThat(stage.planKey())
                .isEqualTo(stages.alone(stages.datasets().get(0), stages.training())
                        .planKey()));
        assertThat(alone.stream().flatMap(stage -> stage.work().outputs().stream()))
                .extracting(Output::role)
                .extracting("id")
                .containsExactly("alone", "alone-2");
    }

    @Test
    void aGivenExpertIsNotTakenForSeveral() {
        Dataset given = stages.datasets().get(2);

        assertThatThrownBy(() -> stages.teacher(given, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("c: one checkpoint");
    }
}
