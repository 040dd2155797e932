package io.mlfd.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.Output;
import io.mlfd.plan.Method;
import io.mlfd.plan.Methods;
import io.mlfd.plan.Stage;
import io.mlfd.trainer.benchmark.StepCost.Cost;
import io.mlfd.trainer.benchmark.StepCost.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the program still measures, in a size in which its figures say nothing. {@code -Dmlfd.benchmark.repetitions=5} is a size
 * in which they do, {@code -Dmlfd.benchmark.method=dml} measures one only; see {@code src/docs/figures.md}.
 */
class StepCostTest {
    private static final Size SMALL = new Size("resnet8", 5, 8, 30, 1, 1);

    @TempDir
    private Path folder;

    @Test
    void everyMethodThatTrainsNetworksAtOnceIsMeasured() throws IOException {
        int repetitions = Integer.getInteger("mlfd.benchmark.repetitions", 0);
        String only = System.getProperty("mlfd.benchmark.method", "");
        Size size = repetitions > 0 ? new Size("resnet8", 16, 32, 64, 3, repetitions) : SMALL;
        StepCost program = new StepCost(folder, size);
        List<Cost> costs = new ArrayList<>();
        for (Method method : Methods.ALL) {
            boolean asked = only.isEmpty() || only.equals(method.name());
            if (asked && method.stages().contains("online/<data set>")) {
                costs.add(program.of(method.name(), StepCostTest::networks));
            }
        }

        StringBuilder table = new StringBuilder(
                "step cost, " + size + "\n" + costs.get(0).made() + "\n"
                        + "| method | K | a step of all | a step of one alone | over K steps |\n| --- | --- | --- | --- | --- |\n");
        costs.forEach(cost -> table.append(cost.row()).append('\n'));
        System.out.println(table);
        if (only.isEmpty()) {
            assertThat(costs).extracting(Cost::method).contains("ffl", "dml", "one");
        }
        assertThat(costs).allSatisfy(cost -> assertThat(cost.ratio()).isPositive());
    }

    /** Those that are left as networks of the list. */
    private static int networks(Stage stage) {
        return Math.toIntExact(stage.work().outputs().stream()
                .map(Output::network)
                .filter(network -> network.isPresent())
                .count());
    }
}
