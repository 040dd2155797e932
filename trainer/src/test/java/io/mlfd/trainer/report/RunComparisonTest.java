package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.trainer.report.compare.ComparedNetwork;
import io.mlfd.trainer.report.compare.ComparedSet;
import io.mlfd.trainer.report.compare.ComparisonText;
import io.mlfd.trainer.report.compare.RunComparison;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
    private final SyntheticRun small = SyntheticRun.small();

    @Test
    void runsOfTheSameImagesAndNetworkShareATable() {
        List<ComparedSet> sets = compared(small.report("one"), small.report("two"));

        assertThat(sets).extracting(ComparedSet::name).containsExactly("coins", "dice");
        assertThat(sets.get(0).networks()).extracting(ComparedNetwork::run).containsExactly("one", "two");
        assertThat(sets.get(0).networks()).extracting(ComparedNetwork::network).containsOnly("Student");
    }

    @Test
    void otherImagesOfTheSameNameAreAnotherDataSet() {
        SyntheticRun other = new SyntheticRun(
                List.of(
                        SyntheticRun.set("coins", List.of("heads", "tails"), 41, 4, 20),
                        SyntheticRun.set("dice", List.of("even", "odd"), 30, 4, 16)),
                List.of(new NetworkSpec("resnet8", 16), new NetworkSpec("resnet14", 16)),
                2,
                List.of(0L));

        assertThat(compared(small.report("one"), other.report("two")))
                .extracting(ComparedSet::name)
                .containsExactly("coins", "dice", "coins", "dice");
    }

    /** A teacher that both the joint teacher and the student read was trained once. */
    @Test
    void timeIsThatOfAllThatANetworkBuildsOn() {
        ReportData report = small.report("one");
        Duration expected = report.stages().stream()
                .filter(stage -> List.of("teacher/coins", "teacher/dice", "joint", "distill/coins")
                        .contains(stage.stage()))
                .map(stage -> stage.times().total())
                .reduce(Duration.ZERO, Duration::plus);

        assertThat(compared(report).get(0).networks().get(0).time()).isEqualTo(expected);
    }

    @Test
    void theTextSaysWhereTrainingsDiffer() {
        SyntheticRun longer = new SyntheticRun(
                List.of(
                        SyntheticRun.set("coins", List.of("heads", "tails"), 40, 4, 20),
                        SyntheticRun.set("dice", List.of("even", "odd"), 30, 4, 16)),
                List.of(new NetworkSpec("resnet8", 16), new NetworkSpec("resnet8", 16)),
                3,
                List.of(0L));

        assertThat(new ComparisonText().of(compared(small.report("a|b"), longer.report("two"))))
                .contains("coins, resnet8, 40 images to train and 20 to test", "| a\\|b", " 1,234 |")
                .contains("must not be compared: epochs.\n");
        assertThat(new ComparisonText().of(compared(small.report("one"), small.report("two"))))
                .doesNotContain("must not be compared");
    }

    private static List<ComparedSet> compared(ReportData... runs) {
        RunComparison comparison = new RunComparison();
        for (ReportData run : runs) {
            comparison.add(run, (stage, output) -> OptionalLong.of(1234));
        }
        return comparison.sets();
    }
}
