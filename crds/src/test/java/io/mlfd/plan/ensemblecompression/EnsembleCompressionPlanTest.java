package io.mlfd.plan.ensemblecompression;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.plan.OnlinePlanContractTest;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsembleCompressionPlanTest extends OnlinePlanContractTest {
    EnsembleCompressionPlanTest() {
        super("ensembleCompression", "online ensemble compression", "{name: resnet8, width: 8}");
    }

    @Test
    void everyDataSetHasOneOnlineStageAndEveryWidthAControl() {
        Plan plan = plan("{widthFractions: [1, 0.5, 0.25]}", "[Alone]");

        assertThat(plan.stages())
                .extracting(Stage::name)
                .containsExactly(
                        "online/a",
                        "online/b",
                        "baseline/alone/a",
                        "baseline/alone/a/resnet14-8-stem16",
                        "baseline/alone/a/resnet14-4-stem16",
                        "baseline/alone/b",
                        "baseline/alone/b/resnet8-4-stem8",
                        "baseline/alone/b/resnet8-2-stem8",
                        "report");
        assertThat(plan.stage("online/a").inputs()).isEmpty();
    }

    @Test
    void aControlIsTheStudentsNetworkInTheStudentsSettings() {
        Plan plan = plan("{widthFractions: [1, 0.5, 0.25]}", "[Alone]");

        TrainWidths work = widths(plan, "online/b");
        List<String> controls =
                List.of("baseline/alone/b", "baseline/alone/b/resnet8-4-stem8", "baseline/alone/b/resnet8-2-stem8");
        for (int i = 0; i < controls.size(); i++) {
            int member = i;
            assertThat(plan.stage(controls.get(i)).work()).isInstanceOfSatisfying(TrainAlone.class, alone -> {
                assertThat(alone.member()).isEqualTo(member);
                assertThat(alone.training()).isEqualTo(work.training());
                assertThat(alone.outputs().get(0).network())
                        .isEqualTo(work.students().get(member).network());
            });
        }
    }

    /** The one that is to gain most, with the same network alone, each with images of which it is known whether they were right. */
    @Test
    void theNarrowestStudentIsComparedWithItsNetworkAlone() {
        Plan plan = plan("{}", "[Alone]");

        assertThat(plan.comparisons().subject()).isEqualTo(new Column("student-5", "top1"));
        assertThat(plan.comparisons().references())
                .extracting(Column::role)
                .containsExactly("alone-5", "student-1", "ensemble");
        assertThat(plan("{widthFractions: [1, 0.5]}", "[]").comparisons().references())
                .extracting(Column::role)
                .containsExactly("student-1", "ensemble");
    }

    @Test
    void defaultsAreThoseOfThePaper() {
        TrainWidths work = widths(plan("{}", "[]"), "online/a");

        assertThat(work.networks())
                .containsExactly(
                        new NetworkSpec("resnet14", 16),
                        narrow("resnet14", 13, 16),
                        narrow("resnet14", 10, 16),
                        narrow("resnet14", 6, 16),
                        narrow("resnet14", 3, 16));
        assertThat(work.temperature()).isEqualTo(2);
        assertThat(work.weights()).isEqualTo(new LossWeights(0.15, 0.15, 0.7));
        assertThat(work.outputs())
                .extracting(Output::id)
                .containsExactly(
                        "student-1", "student-2", "student-3", "student-4", "student-5", "ensemble", "students");
        assertThat(work.outputs())
                .extracting(output -> output.network().isPresent())
                .containsExactly(true, true, true, true, true, false, false);
    }

    @Test
    void everyFieldCounts() {
        String method = "{widthFractions: [1, 0.3], temperature: 4, weights: {hard: 1, features: 2, soft: 3}}";
        TrainWidths work = widths(plan(method, "[]"), "online/b");

        assertThat(work.networks()).containsExactly(new NetworkSpec("resnet8", 8), narrow("resnet8", 2, 8));
        assertThat(work.temperature()).isEqualTo(4);
        assertThat(work.weights()).isEqualTo(new LossWeights(3, 2, 1));
    }

    @Test
    void aStemOfItsOwnStaysThatOfEveryWidth() {
        String file = file("{widthFractions: [1, 0.5]}", "[]").replace("width: 8", "width: 8, stem: 12");

        assertThat(widths(planned(file), "online/b").networks())
                .containsExactly(narrow("resnet8", 8, 12), narrow("resnet8", 4, 12));
    }

    /** Keys name folders on volumes: they change only together with the work's numerics. */
    @Test
    void planKeysArePinned() {
        assertThat(plan("{}", "[]").stage("online/a").planKey()).isEqualTo("2fa726fb88baf047477c73e6c1334167");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '{widthFractions: [1]}' | widthFractions | 2
                    '{widthFractions: [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]}' | widthFractions | 8
                    '{widthFractions: [0.8, 0.4]}' | widthFractions | begin with 1
                    '{widthFractions: [1, 0.5, 0.8]}' | widthFractions | 0.8 follows 0.5: name every width once, from the widest to the narrowest
                    '{widthFractions: [1, 0.5, 0.5]}' | widthFractions | 0.5 follows 0.5
                    '{widthFractions: [1, 0.06]}' | widthFractions | '0.06 of the 8 channels of resnet8/8, data set "b", come to no channel'
                    '{widthFractions: [1, 0.95]}' | widthFractions | '0.95 of the 8 channels of resnet8/8, data set "b", come to 8, as many as those of the fraction before it'
                    '{widthFractions: [1, 0.6, 0.59]}' | widthFractions | '0.59 of the 8 channels of resnet8/8, data set "b", come to 5'
                    '{widthFractions: [1, 0]}' | widthFractions[1] | 0
                    '{widthFractions: [2, 1]}' | widthFractions[0] | 1
                    '{temperature: 0}' | temperature | 0
                    '{weights: {hard: 0, features: 1, soft: 1}}' | weights.hard | 0
                    '{weights: {hard: 1, features: -1, soft: 1}}' | weights.features | 0
                    '{weights: {hard: 1, features: 1}}' | weights.soft | missing
                    '{students: 5}' | students | unknown
                    """)
    void whatCannotBeIsNamedWithItsRemedy(String method, String field, String message) {
        assertThat(problems(file(method, "[]"))).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo("spec.method.ensembleCompression." + field);
            assertThat(problem.message()).contains(message);
        });
    }

    /** 0.06 of 16 channels is one, of 8 channels none. */
    @Test
    void widthsOfOtherDataSetsAreNotComplainedOf() {
        assertThat(problems(file("{widthFractions: [1, 0.06]}", "[]"))).hasSize(1);
    }

    private static NetworkSpec narrow(String name, int width, int stem) {
        return new NetworkSpec(name, width, OptionalInt.of(stem));
    }

    private static TrainWidths widths(Plan plan, String stage) {
        return (TrainWidths) plan.stage(stage).work();
    }
}
