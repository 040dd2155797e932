package io.mlfd.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.benchmark.DistillationStep.Costs;
import io.mlfd.trainer.benchmark.DistillationStep.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the program still measures, in a size in which its figures say nothing. {@code
 * -Dmlfd.benchmark.distillation=resnet18/resnet8/32/64} measures students of three experts at a number of pixels and of images
 * in a batch; several are separated by commas. {@code src/bench/distillation-step} does so.
 */
class DistillationStepTest {
    private static final int EPOCHS = 3;
    private static final int STEPS_AN_EPOCH = 8;
    private static final int CLASSES = 10;

    @TempDir
    private Path folder;

    @Test
    void everyWayIsMeasured() throws IOException {
        String asked = System.getProperty("mlfd.benchmark.distillation", "");
        List<Work> works = asked.isEmpty()
                ? List.of(new Work("resnet8", "resnet8", 8, 10, 2, 2, 1))
                : Arrays.stream(asked.split(","))
                        .map(DistillationStepTest::work)
                        .toList();
        List<Costs> all = new ArrayList<>();
        for (Work work : works) {
            Path own = Files.createDirectories(folder.resolve(Integer.toString(all.size())));
            all.add(new DistillationStep(own, work, Integer.getInteger("mlfd.benchmark.threads", 1)).costs());
        }

        StringBuilder table =
                new StringBuilder("distillation step\n" + all.get(0).made()
                        + "\n| experts, student | way | a step | steps that one of the first way is worth |\n"
                        + "| --- | --- | --- | --- |\n");
        all.forEach(costs -> table.append(costs.rows()));
        System.out.println(table);
        assertThat(all).allSatisfy(costs -> {
            assertThat(costs.seconds()).hasSize(5);
            costs.seconds().keySet().forEach(way -> assertThat(costs.ratio(way)).isPositive());
        });
    }

    private static Work work(String text) {
        String[] parts = text.split("/");
        int batch = Integer.parseInt(parts[3]);
        return new Work(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                batch,
                batch * STEPS_AN_EPOCH / CLASSES,
                EPOCHS,
                Integer.getInteger("mlfd.benchmark.repetitions", 3));
    }
}
