package io.mlfd.operator.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.operator.Runs;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void namesFitAndDiffer() {
        String run = "r".repeat(40);
        String stage = "baseline/own-teacher/" + "d".repeat(30) + "@1";
        String name = Names.job(run, stage, 12);
        assertThat(name)
                .hasSizeLessThanOrEqualTo(63)
                .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")
                .endsWith("-12");
        assertThat(Names.job(run, stage, 12)).isEqualTo(name);
        assertThat(Names.job(run, stage.replace("@1", "@2"), 12)).isNotEqualTo(name);
        assertThat(Names.job("a.b", "joint", 1)).isNotEqualTo(Names.job("a-b", "joint", 1));
        for (Stage s : Runs.plan(Runs.run("r")).stages()) {
            assertThat(Names.job("r", s.name(), 1)).isEqualTo("r-" + s.name().replace('/', '-') + "-1");
        }
    }

    /** A second network of data set a reads like the network of data set a-resnet8. */
    @Test
    void namesOfOneRunDiffer() {
        String set =
                "{source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}, model: {name: resnet14}, name: ";
        Plan plan = Runs.plan(Runs.run("r", """
                datasets: [%sa}, %sa-resnet8}]
                input: {size: 32}
                training: {epochs: 1}
                method: {ffl: {networks: [{name: resnet14}, {name: resnet8}]}}
                baselines: [Alone]
                """.formatted(set, set)));
        assertThat(plan.stages().stream().map(stage -> Names.job("r", stage.name(), 1)))
                .hasSize(7)
                .doesNotHaveDuplicates()
                .contains("r-baseline-alone-a-1");
    }
}
